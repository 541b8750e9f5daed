package io.agentgate.gateway.link;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.agentgate.gateway.Loss;
import io.agentgate.gateway.link.Asked.Asker;
import io.agentgate.gateway.link.ServerLink.Outgoing;
import io.agentgate.protocol.ErrorCode;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.Malformed;
import io.agentgate.protocol.Notification;
import io.agentgate.protocol.Replies;
import io.agentgate.protocol.Request;
import io.agentgate.protocol.Response;
import io.agentgate.protocol.Scanned;
import io.agentgate.protocol.Span;
import java.util.Collection;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the messages of a server whose link is shared. Guarded by the lock of the link.
 *
 * <pre>
 *   answers                    to all who wait, each under its own id
 *   requests                   refused; ping is answered
 *   progress                   to the session of the request, under its own token
 *   of a subscription (_meta)  to the session that listens, under its own id
 *   resources/updated          to the sessions that subscribed
 *   list_changed               to all sessions
 *   log messages               to all; on the stream of a request, to its session
 *   other notifications        dropped: nobody knows whose they are
 * </pre>
 *
 * <p>Where requests use it and no sessions, log messages go to the latest of them: a server does
 * not say whose they are. What a subscription does not name is dropped.
 */
final class FromServer {
    private static final String SUBSCRIPTION = "io.modelcontextprotocol/subscriptionId";
    private static final Pattern OUR_ID =
            Pattern.compile("\"id\"\\s*:\\s*(\"agentgate-\\d{1,18}\")");

    private final Ledger ledger;
    private final SharedLinks.Users users;

    FromServer(Ledger ledger, SharedLinks.Users users) {
        this.ledger = ledger;
        this.users = users;
    }

    void take(Scanned scanned, @Nullable Id within) {
        switch (scanned) {
            case Request request -> refuse(request);
            case Notification notification -> notified(notification, within);
            case Response response -> answered(response, within);
            case Malformed malformed -> refuse(malformed);
        }
    }

    /** A message that is too large to be read, and perhaps an answer. */
    void oversized(byte[] head, byte[] tail) {
        if (!answeredOversized(tail, head, false)) {
            answeredOversized(head, tail, true);
        }
    }

    /** A request will not be answered. */
    void lose(Id ours, Loss loss, String reason) {
        Asked asked = ledger.forget(ours);
        if (asked == null) {
            return;
        }
        ledger.subscriptions().answered(asked, false);
        for (Asker asker : asked.askers()) {
            asker.session().inbox().lose(asker.id(), loss, reason);
            ledger.wake(asker.session());
        }
    }

    private void refuse(Request request) {
        Frame reply =
                request.method().equals("ping")
                        ? Replies.result(request.id(), Rewriting.EMPTY)
                        : Replies.error(
                                request.id(),
                                ErrorCode.METHOD_NOT_FOUND,
                                "several sessions share this server: none can be asked",
                                null);
        ledger.send(new Outgoing(reply, null, null, null));
    }

    private void refuse(Malformed malformed) {
        Id id = malformed.id();
        if (malformed.replyDue()) {
            ledger.send(new Outgoing(Replies.error(malformed), null, null, null));
        } else if (id != null && malformed.shape() == Malformed.Shape.RESPONSE) {
            lose(id, Loss.NO_ANSWER, "the server's answer cannot be read: " + malformed.reason());
        }
    }

    private void answered(Response response, @Nullable Id within) {
        Id ours = response.id();
        Asked asked = ours == null ? null : ledger.forget(ours);
        if (asked == null) {
            return;
        }
        boolean done = response.outcome() instanceof Response.Result;
        if (asked.method().equals("initialize") && done) {
            ledger.initialized(response);
            // Before anything of a session that this answer lets go on.
            ledger.send(new Outgoing(Rewriting.initialized(), null, null, null));
        } else if (asked.method().equals("resources/subscribe")) {
            ledger.subscriptions().answered(asked, done);
        } else if (asked.method().equals("logging/setLevel") && !done) {
            ledger.levels().refused();
        }
        for (Asker asker : asked.askers()) {
            byte[] answer = underTheirId(asked, response, asker.id());
            Id stream = asked.isOf(within) ? asker.id() : null;
            asker.session().inbox().answer(asker.id(), answer, stream);
            ledger.wake(asker.session());
        }
    }

    /** The end of a subscription names it once more (MCP 2026-07-28, subscriptions). */
    private static byte[] underTheirId(Asked asked, Response response, Id theirs) {
        Span meta =
                asked.method().equals("subscriptions/listen")
                        ? Rewriting.member(response.frame(), response.outcome().span(), "_meta")
                        : null;
        Span tag = Rewriting.member(response.frame(), meta, SUBSCRIPTION);
        return tag == null
                ? Rewriting.underTheirId(response, theirs)
                : Rewriting.underTheirId(response, theirs, tag);
    }

    private void notified(Notification notification, @Nullable Id within) {
        Frame frame = notification.frame();
        Span tag = Rewriting.member(frame, notification.params().meta(), SUBSCRIPTION);
        if (tag != null) {
            notifyAsker(Id.fromToken(frame.bytes(), tag), frame, tag, within);
            return;
        }
        switch (notification.method()) {
            case "notifications/progress" -> progress(notification, within);
            case "notifications/cancelled" ->
                    notifyAsker(
                            notification.params().requestId(),
                            frame,
                            notification.params().requestIdSpan(),
                            within);
            case "notifications/resources/updated" -> {
                String uri = notification.params().uri();
                notifyAll(uri == null ? Set.of() : ledger.subscriptions().of(uri), frame);
            }
            case "notifications/message" -> message(frame, within);
            case String any when users == SharedLinks.Users.REQUESTS -> {}
            case "notifications/tools/list_changed",
                    "notifications/prompts/list_changed",
                    "notifications/resources/list_changed" ->
                    notifyAll(ledger.sessions(), frame);
            // Nobody knows whose it is, and what one session did is no other's business.
            default -> {}
        }
    }

    private void progress(Notification notification, @Nullable Id within) {
        Id ours = notification.params().progressToken();
        Span place = notification.params().progressTokenSpan();
        Asked asked = ledger.waiting(ours);
        if (asked == null || place == null) {
            return;
        }
        for (Asker asker : asked.askers()) {
            Id token = asker.progressToken();
            if (token != null) {
                Frame theirs = Rewriting.with(notification.frame(), place, token.raw());
                tell(asker, theirs, asked.isOf(within));
            }
        }
    }

    /** Tells whoever waits for a request, under the id they know it by. */
    private void notifyAsker(
            @Nullable Id ours, Frame frame, @Nullable Span place, @Nullable Id within) {
        Asked asked = ledger.waiting(ours);
        if (asked == null || place == null) {
            return;
        }
        for (Asker asker : asked.askers()) {
            Frame theirs = Rewriting.with(frame, place, asker.id().raw());
            tell(asker, theirs, asked.isOf(within));
        }
    }

    /** A log message is everybody's, unless it came on the stream of one request. */
    private void message(Frame frame, @Nullable Id within) {
        Asked asked = ledger.waiting(within);
        if (asked == null && users == SharedLinks.Users.SESSIONS) {
            notifyAll(ledger.sessions(), frame);
        } else if (asked == null) {
            Sharer latest = ledger.latest();
            notifyAll(latest == null ? Set.of() : Set.of(latest), frame);
        } else {
            asked.askers().forEach(asker -> tell(asker, frame, true));
        }
    }

    private void tell(Asker asker, Frame frame, boolean onItsStream) {
        asker.session().inbox().tell(frame.bytes(), onItsStream ? asker.id() : null);
        ledger.wake(asker.session());
    }

    private void notifyAll(Collection<Sharer> all, Frame frame) {
        for (Sharer session : all) {
            session.inbox().tell(frame.bytes(), null);
            ledger.wake(session);
        }
    }

    /** Looks for an id in one end; it stands near one of them. */
    private boolean answeredOversized(byte[] end, byte[] other, boolean isHead) {
        Matcher matcher = OUR_ID.matcher(new String(end, ISO_8859_1));
        while (matcher.find()) {
            Span place = new Span(matcher.start(1), matcher.end(1));
            Id ours = Id.fromToken(end, place);
            Asked asked = ours == null ? null : ledger.forget(ours);
            if (asked != null) {
                ledger.subscriptions().answered(asked, false);
                for (Asker asker : asked.askers()) {
                    byte[] theirs = Rewriting.with(Frame.of(end), place, asker.id().raw()).bytes();
                    asker.session()
                            .inbox()
                            .oversized(isHead ? theirs : other, isHead ? other : theirs);
                    ledger.wake(asker.session());
                }
                return true;
            }
        }
        return false;
    }
}
