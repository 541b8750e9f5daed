package io.agentgate.gateway.bridge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.agentgate.gateway.Loss;
import io.agentgate.gateway.call.Session;
import io.agentgate.gateway.credential.SubjectToken;
import io.agentgate.gateway.era.ServerEras;
import io.agentgate.gateway.link.ServerLink.Outgoing;
import io.agentgate.protocol.Era;
import io.agentgate.protocol.ErrorCode;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.LogLevel;
import io.agentgate.protocol.Malformed;
import io.agentgate.protocol.Notification;
import io.agentgate.protocol.Peer;
import io.agentgate.protocol.Replies;
import io.agentgate.protocol.Request;
import io.agentgate.protocol.Response;
import io.agentgate.protocol.Scanner;
import io.agentgate.protocol.Span;
import io.agentgate.protocol.Value;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The server speaks the stateless era: what the client says is said to it as it knows it, and the
 * other way round.
 *
 * <pre>
 *   ping, logging/setLevel             answered here
 *   resources/subscribe, unsubscribe   become what is listened to
 *   notifications of the client        go no further, but for cancelled
 *   any other request                  goes on with the client's introduction
 *   answers of the client              are input to the request for which they were asked
 *   requests of the server             are dropped: there are none in its era
 * </pre>
 */
final class Translating implements Stage {
    /** An object without members. */
    static final byte[] EMPTY = "{}".getBytes(US_ASCII);

    private static final Pattern OUR_ID =
            Pattern.compile("\"id\"\\s*:\\s*\"(agentgate-\\d{1,18})\"");

    private final Ways ways;
    private final Asking server;
    private final Errands errands;
    private final Listening listening;
    private final Scanner fromClient = new Scanner(Session.SERVER_LIMITS, Peer.CLIENT);
    private final Scanner fromServer = new Scanner(Session.SERVER_LIMITS, Peer.SERVER);

    Translating(
            Ways ways,
            ServerEras eras,
            Introduction client,
            Discovery discovered,
            @Nullable SubjectToken subject) {
        this.ways = ways;
        this.server = new Asking(ways, new Stamp(client), subject);
        this.errands = new Errands(ways, server, eras, client);
        this.listening = new Listening(ways, server, discovered.changing());
    }

    @Override
    public void send(Outgoing message) {
        server.note(message);
        switch (fromClient.scan(message.frame().bytes())) {
            case Request request -> request(request);
            case Notification notification -> notification(notification);
            case Response response -> errands.given(response);
            case Malformed _ -> {
                if (message.awaits() != null) {
                    ways.lose(message.awaits(), Loss.NOT_SENT, "the request cannot be read");
                }
            }
        }
    }

    private void request(Request request) {
        switch (request.method()) {
            case "ping" -> answer(request);
            case "logging/setLevel" -> setLevel(request);
            case "resources/subscribe", "resources/unsubscribe" -> subscription(request);
            case "initialize" ->
                    refuse(request, ErrorCode.INVALID_REQUEST, "the session has begun already");
            case "server/discover", "subscriptions/listen" -> refuseMethod(request);
            default -> {
                if (Era.Stateless.hasRemoved(request.method())) {
                    refuseMethod(request);
                } else {
                    errands.begin(request);
                }
            }
        }
    }

    private void answer(Request request) {
        ways.tell(Replies.result(request.id(), EMPTY).bytes(), null);
    }

    private void refuse(Request request, int code, String reason) {
        ways.tell(Replies.error(request.id(), code, reason, null).bytes(), null);
    }

    private void refuseMethod(Request request) {
        refuse(request, ErrorCode.METHOD_NOT_FOUND, "the server has no such method");
    }

    private void setLevel(Request request) {
        Span params = request.params().span();
        Value level = params == null ? null : new Value(request.frame(), params).member("level");
        String text = level == null ? null : level.text();
        if (text == null || LogLevel.of(text) == null) {
            refuse(request, ErrorCode.INVALID_PARAMS, "there is no such log level");
        } else {
            server.logLevel(text);
            answer(request);
        }
    }

    private void subscription(Request request) {
        String uri = request.params().uri();
        if (uri == null) {
            refuse(request, ErrorCode.INVALID_PARAMS, "the request names no resource");
        } else if (request.method().equals("resources/subscribe")) {
            listening.subscribe(request.id(), uri);
        } else {
            listening.unsubscribe(request.id(), uri);
        }
    }

    private void notification(Notification notification) {
        Id cancelled = notification.params().requestId();
        switch (notification.method()) {
            case "notifications/initialized" -> listening.initialized();
            case "notifications/cancelled" -> {
                if (cancelled != null && errands.cancel(cancelled, "cancelled by the client")) {
                    // So that its id is free again.
                    ways.lose(cancelled, Loss.BROKEN, "cancelled by the client");
                }
            }
            default -> {}
        }
    }

    @Override
    public void giveUp(Id request, Frame cancellation) {
        boolean _ = errands.cancel(request, "the server did not answer in time");
    }

    @Override
    public void received(byte[] message, @Nullable Id within) {
        switch (fromServer.scan(message)) {
            case Response response -> {
                if (listening.isOf(response.id())) {
                    listening.answered(response);
                } else {
                    boolean _ = errands.answered(response);
                }
            }
            case Notification notification -> notified(notification, within);
            case Request _ -> {}
            case Malformed malformed -> unreadable(malformed, message);
        }
    }

    private void notified(Notification notification, @Nullable Id within) {
        Id of = Lowering.subscription(notification);
        Id about = notification.params().requestId();
        if (notification.method().equals("notifications/cancelled")) {
            if (listening.isOf(about)) {
                listening.ended(about, "the server does not go on telling of changes");
            }
        } else if (of != null && listening.isOf(of)) {
            Frame told = listening.said(notification, of);
            if (told != null) {
                ways.tell(told.bytes(), null);
            }
        } else if (of == null) {
            ways.tell(notification.frame().bytes(), errands.known(within));
        }
    }

    /** What cannot be read is the door's to take note of; whoever waits for it hears here. */
    private void unreadable(Malformed malformed, byte[] message) {
        Id id = malformed.id();
        if (malformed.shape() == Malformed.Shape.REQUEST) {
            return;
        }
        if (id != null) {
            lost(id, Loss.NO_ANSWER, "the server's answer is not valid MCP");
        }
        ways.tell(message, null);
    }

    @Override
    public void oversized(byte[] head, byte[] tail) {
        if (!isAnswer(tail) && !isAnswer(head)) {
            ways.tellOversized(head, tail);
        }
    }

    private boolean isAnswer(byte[] end) {
        Matcher matcher = OUR_ID.matcher(new String(end, ISO_8859_1));
        while (matcher.find()) {
            Id id = Id.of(matcher.group(1));
            if (errands.lost(id, Loss.TURNED_AWAY, "the server's answer is too large")) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void lost(Id request, Loss loss, String reason) {
        if (listening.isOf(request)) {
            listening.ended(request, reason);
        } else {
            boolean _ = errands.lost(request, loss, reason);
        }
    }

    @Override
    public void ended(String reason) {
        ways.end(reason);
    }
}
