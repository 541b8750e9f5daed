package io.agentgate.gateway.call;

/**
 * Who takes part in a session; fixed for its life.
 *
 * @param id unique id of the session
 * @param agent whom calls are charged to
 * @param caller the authenticated principal; over stdio the user the process runs as
 * @param server configured name of the upstream server
 */
public record SessionIdentity(String id, String agent, String caller, String server) {}
