package io.agentgate.transports.session;

import io.agentgate.gateway.call.Session;

/**
 * A session that goes on.
 *
 * @param session who takes part in it
 * @param began when, in nanoseconds of this process
 * @param lastUse when its client was heard last, likewise
 */
public record LiveSession(Session session, long began, long lastUse) {}
