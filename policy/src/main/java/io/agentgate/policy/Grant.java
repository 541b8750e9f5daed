package io.agentgate.policy;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What those who have a role may use.
 *
 * @param role as credentials name it
 * @param agents agents that have the role whatever their credentials say; null for none
 * @param servers whose tools they may use
 * @param tools which of them
 */
public record Grant(String role, @Nullable Names agents, Names servers, Names tools) {

    boolean isFor(String agent, Set<String> roles) {
        return roles.contains(role) || (agents != null && agents.matches(agent));
    }
}
