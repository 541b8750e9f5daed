package io.agentgate.stdio;

import io.agentgate.gateway.call.PendingRequests;
import io.agentgate.gateway.call.Session;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.Peer;
import io.agentgate.protocol.Request;
import io.agentgate.protocol.Response;
import io.agentgate.protocol.Scanner;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a session in a pipe begins: whether the server refuses the handshake. Looks at messages until
 * that is known, and then at none. Guarded by the lock of the session.
 *
 * <pre>
 *   nothing known ──initialize──▶ asked ──an error──▶ refused
 *         │                         └──a result, or it is not waited for any more──▶ over
 *         └──a request that needs no handshake──▶ over
 * </pre>
 */
final class Greeting {
    private static final String INITIALIZE = "initialize";

    /** What a client may ask before it knows how to begin (MCP 2026-07-28, versioning). */
    private static final Set<String> BEFORE = Set.of("ping", "server/discover");

    private final PendingRequests waiting;
    private final Scanner fromClient = new Scanner(Session.SERVER_LIMITS, Peer.CLIENT);
    private final Scanner fromServer = new Scanner(Session.SERVER_LIMITS, Peer.SERVER);

    /** Other requests that may still wait; no more than the door lets. */
    private final Set<Id> others = new LinkedHashSet<>();

    private @Nullable Request initialize;
    private boolean over;

    /**
     * A server's refusal of the handshake.
     *
     * @param initialize as it went to the server
     * @param others that the server was asked besides, and of which nothing can be expected
     * @param answer of the server, which the client has not seen
     */
    @SuppressWarnings("ArrayRecordComponent") // Handed on once, never compared.
    record Refusal(Request initialize, List<Id> others, byte[] answer) {}

    /**
     * @param waiting the requests of the client
     */
    Greeting(PendingRequests waiting) {
        this.waiting = waiting;
    }

    /** Whether there is nothing more to learn. */
    boolean isOver() {
        return over;
    }

    /**
     * A message goes to the server.
     *
     * @param awaits its id if it is a request; null otherwise
     */
    void sends(Frame message, @Nullable Id awaits) {
        if (over || awaits == null) {
            return;
        }
        if (initialize != null) {
            over = !waiting.contains(initialize.id());
            remember(awaits);
        } else if (fromClient.scan(message.bytes()) instanceof Request request) {
            if (request.method().equals(INITIALIZE)) {
                initialize = request;
            } else if (BEFORE.contains(request.method())) {
                remember(awaits);
            } else {
                over = true;
            }
        }
    }

    private void remember(Id request) {
        others.removeIf(id -> !waiting.contains(id));
        others.add(request);
    }

    /**
     * The server says something.
     *
     * @return what it is if it is the refusal of the handshake; null otherwise
     */
    @Nullable Refusal hears(Line line) {
        if (over || initialize == null) {
            return null;
        }
        over = !waiting.contains(initialize.id());
        if (!over
                && line instanceof Line.Whole(byte[] bytes)
                && fromServer.scan(bytes) instanceof Response answer
                && isOf(answer, initialize)) {
            over = true;
            others.removeIf(id -> !waiting.contains(id));
            return answer.outcome() instanceof Response.Failure
                    ? new Refusal(initialize, List.copyOf(others), answer.frame().bytes())
                    : null;
        }
        return null;
    }

    private static boolean isOf(Response answer, Request request) {
        return answer.id() != null && request.id().equals(answer.id());
    }
}
