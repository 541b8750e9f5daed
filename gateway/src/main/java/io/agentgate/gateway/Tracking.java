package io.agentgate.gateway;

import io.agentgate.gateway.call.Pending;
import io.agentgate.gateway.call.PendingRequests;
import io.agentgate.gateway.call.Refusal;
import io.agentgate.protocol.Edit;
import io.agentgate.protocol.ErrorCode;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.Replies;
import io.agentgate.protocol.Request;
import io.agentgate.protocol.Response;
import io.agentgate.protocol.Scanner;
import io.agentgate.protocol.Span;
import java.util.Arrays;
import java.util.List;

/** The keeping together of requests and their answers, by id. */
final class Tracking {
    private Tracking() {}

    /**
     * Forwards a request no rule speaks about, once its answer can be told from others.
     *
     * @param patience how long that is waited for without a sign of life, in nanoseconds
     */
    static Ruling forward(PendingRequests waiting, Request request, long nanoTime, long patience) {
        Pending pending = Pending.ungoverned(request, nanoTime, patience);
        return switch (waiting.add(request.id(), pending)) {
            case ADMITTED ->
                    new Ruling.Forward(request.frame(), new Ruling.Bearing.Asks(request.id()));
            case DUPLICATE ->
                    refuse(
                            request.id(),
                            ErrorCode.INVALID_REQUEST,
                            "this id belongs to a request in progress");
            case FULL ->
                    refuse(
                            request.id(),
                            Refusal.UNAVAILABLE,
                            "too many requests wait for an answer");
        };
    }

    /** An answer under the id as its asker spelled it: {@code 1} may answer {@code 1.0}. */
    static Response withIdOf(Pending asked, Response response, Scanner scanner) {
        Id id = response.id();
        byte[] spelled = asked.id().raw();
        if (id == null || Arrays.equals(id.raw(), spelled)) {
            return response;
        }
        Span place = response.idSpan();
        if (place == null) {
            throw new IllegalStateException("a response with an id has no place for it");
        }
        return scanned(response.frame().splice(List.of(new Edit(place, spelled))), scanner);
    }

    /** A response of our own making, read like any other. */
    static Response scanned(Frame own, Scanner scanner) {
        if (scanner.scan(own.bytes()) instanceof Response response) {
            return response;
        }
        throw new IllegalStateException("a response of our own making does not scan");
    }

    private static Ruling refuse(Id id, int code, String message) {
        return new Ruling.Reply(Replies.error(id, code, message, null), Ruling.Cause.REFUSED);
    }
}
