package io.agentgate.gateway.call;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Who takes part in a session; fixed for its life.
 *
 * @param id unique id of the session
 * @param agent whom calls are charged to
 * @param caller the authenticated principal; over stdio the user the process runs as
 * @param server configured name of the upstream server
 * @param roles what the caller's credential said it is; empty where it said nothing
 */
public record SessionIdentity(
        String id, String agent, String caller, String server, SortedSet<String> roles) {
    public SessionIdentity {
        roles = Collections.unmodifiableSortedSet(new TreeSet<>(roles));
    }

    /** A caller without roles. */
    public SessionIdentity(String id, String agent, String caller, String server) {
        this(id, agent, caller, server, Collections.emptySortedSet());
    }
}
