package io.agentgate.gateway.session;

import org.jspecify.annotations.Nullable;

/**
 * What every process has to know of a client's session to go on with it.
 *
 * @param upstreamId the server's own id of the session behind it; null where the server gave none
 */
public record SharedSession(@Nullable String upstreamId) {
    /** Who has a session's id has the session. */
    @Override
    public String toString() {
        return upstreamId == null ? "SharedSession[]" : "SharedSession[***]";
    }
}
