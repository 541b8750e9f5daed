package io.agentgate.cli.status;

import io.agentgate.gateway.call.ClientInfo;
import io.agentgate.gateway.call.Session;
import io.agentgate.gateway.call.SessionIdentity;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a process tells of one of its sessions.
 *
 * @param identity who takes part; without roles
 * @param client what the client calls itself; null if it has not said it
 * @param protocol the revision that was agreed on; null before that
 */
public record SessionState(
        SessionIdentity identity,
        @Nullable ClientInfo client,
        @Nullable String protocol,
        Instant began,
        Instant lastUsed) {
    /** Most sessions that a process tells of: those that were used last. */
    public static final int MOST = 500;

    /** It as it is now. */
    public static SessionState of(Session session, Instant began, Instant lastUsed) {
        SessionIdentity whole = session.identity();
        return new SessionState(
                new SessionIdentity(whole.id(), whole.agent(), whole.caller(), whole.server()),
                session.introduced().client(),
                session.introduced().protocol(),
                began.truncatedTo(ChronoUnit.MILLIS),
                lastUsed.truncatedTo(ChronoUnit.MILLIS));
    }
}
