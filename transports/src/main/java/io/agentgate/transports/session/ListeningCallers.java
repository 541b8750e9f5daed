package io.agentgate.transports.session;

import io.agentgate.gateway.call.SessionIdentity;
import io.agentgate.transports.entrance.Rejection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * On how many streams each caller listens to a server that speaks the stateless era itself (MCP
 * 2026-07-28, subscriptions): such a stream has no end of its own, so that whoever opened ever more
 * would hold all that the server can keep. Thread safe; holds nothing of whoever does not listen.
 */
public final class ListeningCallers {
    /** Most streams of one caller. */
    public static final int MAX_STREAMS = 8;

    /** What one more is told. */
    public static final Rejection TOO_MANY =
            new Rejection(503, "there are too many such streams", "Retry-After", "60");

    private final Map<SessionIdentity, Integer> streams = new ConcurrentHashMap<>();

    /**
     * One begins to listen.
     *
     * @param who the identity of all requests of that caller that belong to no session
     * @return false if that would be too many; then it must not
     */
    public boolean begin(SessionIdentity who) {
        boolean[] taken = new boolean[1];
        streams.compute(
                who,
                (same, open) -> {
                    int before = open == null ? 0 : open;
                    taken[0] = before < MAX_STREAMS;
                    return taken[0] ? Integer.valueOf(before + 1) : open;
                });
        return taken[0];
    }

    /** One that began listens no more. */
    public void end(SessionIdentity who) {
        streams.computeIfPresent(who, (same, open) -> open == 1 ? null : open - 1);
    }
}
