package io.agentgate.transports.entrance;

import io.agentgate.gateway.caller.Caller;
import io.agentgate.gateway.caller.Networks;

/**
 * Proxies before the gateway that know which agent a request is of, and say so in {@code
 * X-Agent-ID}. From anybody else the header means nothing.
 *
 * @param networks where such proxies are
 */
record TrustedProxies(Networks networks) {
    /** The header in which they name the agent. */
    static final String HEADER = "X-Agent-ID";

    /** The same login, of the agent that a proxy names. */
    Login named(Login login, Shown shown, String address) {
        String agent = shown.agent();
        if (agent == null || !networks.contain(address)) {
            return login;
        }
        return switch (login) {
            case Login.Known known -> named(known, agent);
            case Login.Later(var answer) ->
                    new Login.Later(answer.thenApply(known -> named(known, agent)));
        };
    }

    private static Login.Known named(Login.Known known, String agent) {
        if (!(known instanceof Login.Accepted accepted)) {
            return known;
        }
        String problem = Caller.problemOf(agent);
        return problem == null
                ? new Login.Accepted(
                        accepted.caller(), true, agent, accepted.roles(), accepted.subject())
                : new Login.Denied(Rejection.malformed("the name in " + HEADER + " " + problem));
    }
}
