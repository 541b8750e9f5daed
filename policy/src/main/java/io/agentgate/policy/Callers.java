package io.agentgate.policy;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whose calls a rule is for: those of an agent that is named, who has a role that is named.
 *
 * @param agents matched with the authenticated agent
 * @param roles matched with what the caller's credential says of it
 */
public record Callers(Names agents, Names roles) {
    /** Everybody. */
    public static final Callers ANY = new Callers(Names.ANY, Names.ANY);

    public boolean isAny() {
        return agents.isAny() && roles.isAny();
    }

    /** Whether everybody whom the others are is one of these, as far as that is easily told. */
    public boolean covers(Callers others) {
        return agents.covers(others.agents) && roles.covers(others.roles);
    }

    boolean include(Facts facts) {
        return include(facts.caller().agent(), facts.caller().roles());
    }

    boolean include(String agent, Set<String> of) {
        return agents.matches(agent) && roles.matchesOneOf(of);
    }

    /** What keeps the caller out, as a rule would say it; null if nothing does. */
    @Nullable String failing(Facts facts) {
        if (!agents.matches(facts.caller().agent())) {
            return "agents = " + agents;
        }
        return roles.matchesOneOf(facts.caller().roles()) ? null : "roles = " + roles;
    }
}
