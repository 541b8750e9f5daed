package io.agentgate.auditstore.calls;

import java.time.Instant;

/**
 * A session that called in some time, as its newest call of that time has it.
 *
 * @param server that it called; {@code *} of several
 * @param first when the first call of that time was decided
 * @param last when the newest was
 * @param calls how many there were
 */
public record SessionSeen(
        String session,
        String agent,
        String caller,
        String server,
        Instant first,
        Instant last,
        long calls) {
    private static final String SEVERAL = "*";

    /** The same with a call before. */
    SessionSeen before(Instant time, String calledServer) {
        return new SessionSeen(
                session,
                agent,
                caller,
                server.equals(calledServer) ? server : SEVERAL,
                time,
                last,
                calls + 1);
    }
}
