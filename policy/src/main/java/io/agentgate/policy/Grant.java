package io.agentgate.policy;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What those who have a role may use.
 *
 * @param role as credentials name it
 * @param agents agents that have the role whatever their credentials say; null for none
 * @param scopes the requests that they may make
 */
public record Grant(String role, @Nullable Names agents, List<Scope> scopes) {
    private static final Effect ALLOW = new Effect.Allow();

    public Grant {
        scopes = List.copyOf(scopes);
    }

    boolean isFor(String agent, Set<String> roles) {
        return roles.contains(role) || (agents != null && agents.matches(agent));
    }

    boolean permits(String server, Target target) {
        for (Scope scope : scopes) {
            if (scope.servers().matches(server) && scope.includes(target, ALLOW)) {
                return true;
            }
        }
        return false;
    }
}
