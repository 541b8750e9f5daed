package io.agentgate.proxy.health;

import java.util.Map;

/**
 * What a proxy says about itself.
 *
 * @param ready whether calls can be decided on
 * @param facts for people, by name; no secrets
 */
public record Report(boolean ready, Map<String, String> facts) {
    public Report {
        facts = Map.copyOf(facts);
    }
}
