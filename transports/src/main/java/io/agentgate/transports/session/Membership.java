package io.agentgate.transports.session;

import io.agentgate.gateway.session.Replicas;
import io.agentgate.gateway.session.SessionDirectory;

/**
 * The place of this process among those that serve the same sessions.
 *
 * @param replica names this process in session ids, at most 128 bytes
 * @param directory what all of them know of sessions
 * @param replicas the others
 * @param shared whether there can be others at all
 */
public record Membership(
        String replica, SessionDirectory directory, Replicas replicas, boolean shared) {}
