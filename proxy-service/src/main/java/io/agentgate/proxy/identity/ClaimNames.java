package io.agentgate.proxy.identity;

import java.util.List;

/**
 * The claims of a token that say who a caller is.
 *
 * @param caller names the caller; a token without it is nobody's
 * @param agent names the agent that calls are charged to; the caller where it is missing
 * @param roles the path of the claim that lists roles which rules can name as they are
 * @param scopes what every token must have
 */
public record ClaimNames(String caller, String agent, String roles, List<String> scopes) {
    public ClaimNames {
        scopes = List.copyOf(scopes);
    }
}
