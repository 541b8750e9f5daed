package io.agentgate.transports.link;

import io.agentgate.gateway.call.Session;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.Malformed;
import io.agentgate.protocol.Notification;
import io.agentgate.protocol.Peer;
import io.agentgate.protocol.Request;
import io.agentgate.protocol.Response;
import io.agentgate.protocol.Scanner;
import org.jspecify.annotations.Nullable;

/**
 * What a link has to know of the messages that pass it; it judges none. Used on one loop.
 *
 * <p>It reads as the gatekeeper does: what is no answer to that is none to the link, which then
 * says that the request is lost.
 */
final class Glance {
    private final Scanner up = new Scanner(Session.SERVER_LIMITS, Peer.CLIENT);
    private final Scanner down = new Scanner(Session.SERVER_LIMITS, Peer.SERVER);

    /** What a message to the server is to its link. */
    sealed interface Sent {
        /** It begins the session. */
        record Begins() implements Sent {}

        /** It says that the client is ready, and so may listen. */
        record Ready() implements Sent {}

        /** It gives up a request. */
        record GivesUp(Id request) implements Sent {}

        record Anything() implements Sent {}
    }

    Sent sent(Frame frame) {
        return switch (up.scan(frame.bytes())) {
            case Request request when request.method().equals("initialize") -> new Sent.Begins();
            case Notification notification -> sent(notification);
            case Request _, Response _, Malformed _ -> new Sent.Anything();
        };
    }

    private static Sent sent(Notification notification) {
        Id request = notification.params().requestId();
        return switch (notification.method()) {
            case "notifications/initialized" -> new Sent.Ready();
            case "notifications/cancelled" ->
                    request == null ? new Sent.Anything() : new Sent.GivesUp(request);
            default -> new Sent.Anything();
        };
    }

    /** The request that a message of the server's answers, well or badly; null if none. */
    @Nullable Id answered(byte[] message) {
        return switch (down.scan(message)) {
            case Response response -> response.id();
            case Malformed malformed ->
                    malformed.shape() == Malformed.Shape.REQUEST ? null : malformed.id();
            case Request _, Notification _ -> null;
        };
    }
}
