package io.agentgate.gateway.link;

import io.agentgate.gateway.call.PendingRequests;
import io.agentgate.gateway.link.ServerLink.Outgoing;
import io.agentgate.protocol.Cancellation;
import io.agentgate.protocol.Edit;
import io.agentgate.protocol.ErrorCode;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.LogLevel;
import io.agentgate.protocol.Malformed;
import io.agentgate.protocol.Notification;
import io.agentgate.protocol.Replies;
import io.agentgate.protocol.Request;
import io.agentgate.protocol.Response;
import io.agentgate.protocol.Scanned;
import io.agentgate.protocol.Span;
import java.util.List;

/**
 * What becomes of the messages of sessions that share a link. Guarded by the lock of the link.
 *
 * <pre>
 *   initialize              the first is sent, without capabilities; others wait for its result
 *   resources/subscribe     the first of a resource is sent; others wait, or are answered
 *   resources/unsubscribe   the last of a resource is sent; others are answered
 *   logging/setLevel        sent if the most talkative level changes, with that; or answered
 *   any other request       sent
 *   cancelled               sent if nobody else waits
 *   answers                 dropped: the server was never given a question to put
 * </pre>
 */
final class FromSessions {
    private final Ledger ledger;

    FromSessions(Ledger ledger) {
        this.ledger = ledger;
    }

    void take(Sharer from, Outgoing message, Scanned scanned) {
        from.sends(message);
        switch (scanned) {
            case Request request -> request(from, message, request);
            case Notification notification -> notification(from, message, notification);
            case Response _ -> {}
            case Malformed _ -> ledger.lose(from, message.awaits(), "the request cannot be read");
        }
    }

    /** A session has gone: the server is told what it need not do any more. */
    void leave(Sharer session) {
        for (Id theirs : List.copyOf(session.asked().keySet())) {
            Asked asked = session.asked().get(theirs);
            if (asked != null && ledger.giveUp(asked, session, theirs)) {
                Frame frame = Cancellation.of(asked.ours(), "the session is over");
                ledger.send(Ledger.onBehalf(session, frame, null));
            }
        }
        for (String uri : ledger.subscriptions().leaveAll(session)) {
            tellServer(session, "resources/unsubscribe", "uri", uri);
        }
        String level = ledger.levels().leave(session);
        if (level != null) {
            tellServer(session, "logging/setLevel", "level", level);
        }
    }

    private void request(Sharer from, Outgoing message, Request request) {
        if (from.asked().size() >= PendingRequests.MAX_PENDING) {
            ledger.lose(from, request.id(), "too many requests wait for the server");
            return;
        }
        switch (request.method()) {
            case "initialize" -> initialize(from, message, request);
            case "resources/subscribe" -> subscribe(from, message, request);
            case "resources/unsubscribe" -> unsubscribe(from, message, request);
            case "logging/setLevel" -> setLevel(from, message, request);
            default -> ledger.ask(from, message, request, List.of());
        }
    }

    private void initialize(Sharer from, Outgoing message, Request request) {
        Response kept = ledger.initialized();
        Asked asked = ledger.initializing();
        if (kept != null) {
            byte[] result = Rewriting.underTheirId(kept, request.id());
            ledger.answer(from, request.id(), Frame.of(result));
        } else if (asked != null) {
            ledger.follow(asked, from, request);
        } else {
            Span capabilities =
                    Rewriting.member(request.frame(), request.params().span(), "capabilities");
            List<Edit> none =
                    capabilities == null
                            ? List.of()
                            : List.of(new Edit(capabilities, Rewriting.EMPTY));
            ledger.initializing(ledger.ask(from, message, request, none));
        }
    }

    private void subscribe(Sharer from, Outgoing message, Request request) {
        String uri = request.params().uri();
        if (uri == null) {
            ledger.ask(from, message, request, List.of());
        } else if (!ledger.subscriptions().mayHaveMore(from)) {
            ledger.answer(
                    from,
                    request.id(),
                    Replies.error(
                            request.id(),
                            ErrorCode.INTERNAL_ERROR,
                            "too many subscriptions",
                            null));
        } else if (!ledger.subscriptions().has(uri)) {
            ledger.subscriptions().begin(uri, from, ledger.ask(from, message, request, List.of()));
        } else {
            Asked asked = ledger.subscriptions().join(uri, from);
            if (asked == null) {
                ledger.answer(from, request.id(), Replies.result(request.id(), Rewriting.EMPTY));
            } else {
                ledger.follow(asked, from, request);
            }
        }
    }

    private void unsubscribe(Sharer from, Outgoing message, Request request) {
        String uri = request.params().uri();
        if (uri == null || ledger.subscriptions().leave(uri, from)) {
            ledger.ask(from, message, request, List.of());
        } else {
            ledger.answer(from, request.id(), Replies.result(request.id(), Rewriting.EMPTY));
        }
    }

    private void setLevel(Sharer from, Outgoing message, Request request) {
        Span place = Rewriting.member(request.frame(), request.params().span(), "level");
        String level = Rewriting.text(request.frame(), place);
        if (place == null || level == null || LogLevel.of(level) == null) {
            ledger.ask(from, message, request, List.of());
            return;
        }
        String effective = ledger.levels().want(from, level);
        if (effective == null) {
            ledger.answer(from, request.id(), Replies.result(request.id(), Rewriting.EMPTY));
        } else {
            byte[] spelled = Id.of(effective).raw();
            ledger.ask(from, message, request, List.of(new Edit(place, spelled)));
        }
    }

    private void notification(Sharer from, Outgoing message, Notification notification) {
        switch (notification.method()) {
            // The first is ours, and the others tell of capabilities that were not advertised.
            case "notifications/initialized",
                    "notifications/roots/list_changed",
                    "notifications/progress" -> {}
            case "notifications/cancelled" -> cancel(from, message, notification);
            default -> ledger.send(message);
        }
    }

    private void cancel(Sharer from, Outgoing message, Notification notification) {
        Id theirs = notification.params().requestId();
        Span place = notification.params().requestIdSpan();
        Asked asked = theirs == null ? null : from.asked().get(theirs);
        if (theirs == null || place == null || asked == null) {
            return;
        }
        if (ledger.giveUp(asked, from, theirs)) {
            Frame frame = Rewriting.with(notification.frame(), place, asked.ours().raw());
            ledger.send(message.with(frame, null));
        }
    }

    /** Sends a request whose answer is of no interest. */
    private void tellServer(Sharer session, String method, String name, String value) {
        Id ours = ledger.nextId();
        ledger.send(Ledger.onBehalf(session, Rewriting.request(ours, method, name, value), ours));
    }
}
