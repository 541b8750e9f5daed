package io.agentgate.policy;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What those who have a role may use.
 *
 * @param role as credentials name it
 * @param agents agents that have the role whatever their credentials say; null for none
 * @param scopes the requests that they may make, as far as these do what is meant
 */
public record Grant(String role, @Nullable Names agents, List<Scope> scopes) {
    private static final Effect ALLOW = new Effect.Allow();

    public Grant {
        scopes = List.copyOf(scopes);
    }

    boolean isFor(String agent, Set<String> roles) {
        return roles.contains(role) || (agents != null && agents.matches(agent));
    }

    /** Unknown where it depends on what the request does, and that is unknown. */
    Truth permits(String server, Target target, @Nullable Operation operation) {
        Truth truth = Truth.FALSE;
        for (Scope scope : scopes) {
            if (scope.servers().matches(server) && scope.includes(target, ALLOW)) {
                truth = truth.or(scope.operations().truth(operation));
            }
        }
        return truth;
    }
}
