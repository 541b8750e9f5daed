package io.agentgate.transports.conversation;

import io.agentgate.gateway.Ruling.Cause;
import io.agentgate.gateway.lifting.Lifted;
import io.agentgate.protocol.ErrorCode;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.Replies;
import io.agentgate.protocol.sse.SseEvent;
import io.agentgate.transports.entrance.Rejection;
import io.agentgate.transports.exchange.ClientResponse;
import io.agentgate.transports.exchange.ClientStream;
import io.agentgate.transports.exchange.EventLoop;
import org.jspecify.annotations.Nullable;

/**
 * One POST of a client of the stateless era. It is answered with one message of JSON if that comes
 * soon and nothing before it, and with a stream of events otherwise; no stream is gone on with, so
 * events have no ids (MCP 2026-07-28, Streamable HTTP).
 *
 * <pre>
 *   FRESH ──answer──▶ over                        (application/json)
 *     └──event, or a moment of silence──▶ STREAM ──answer──▶ over    (text/event-stream)
 * </pre>
 *
 * <p>Told on any thread; all is done on the loop of the client's connection.
 */
final class LonePost {
    private static final int OK = 200;
    private static final int MALFORMED = 400;

    private final EventLoop loop;
    private final ClientResponse client;
    private final Id id;
    private @Nullable ClientStream events;
    private @Nullable Runnable left;
    private @Nullable Pace pace;
    private boolean gone;
    private boolean full;
    private boolean standing;
    private boolean over;

    /** Hears whether the client keeps up; called on the loop of its connection. */
    interface Pace {
        void full(LonePost post);

        void drained(LonePost post);
    }

    /**
     * @param loop that of the client's connection
     * @param id of the request that it is
     */
    LonePost(EventLoop loop, ClientResponse client, Id id) {
        this.loop = loop;
        this.client = client;
        this.id = id;
        loop.began();
        client.onGone(this::leave);
    }

    /** The id of the request that it is. */
    Id id() {
        return id;
    }

    private void leave() {
        if (!over) {
            gone = true;
            finish();
            if (left != null) {
                left.run();
            }
        }
    }

    /**
     * Goes on its way to a server.
     *
     * @param hears whether the client keeps up
     * @param then runs when the client leaves before it is answered; at once if it has left
     */
    void sent(Pace hears, Runnable then) {
        loop.run(
                () -> {
                    pace = hears;
                    left = then;
                    if (gone) {
                        then.run();
                    } else {
                        loop.afterSilence(this::breakSilence);
                    }
                });
    }

    /** Is open for as long as the client likes, so that nobody waits for its end. */
    void stands() {
        loop.run(
                () -> {
                    if (!over && !standing) {
                        standing = true;
                        loop.ended();
                        open();
                    }
                });
    }

    private void breakSilence() {
        if (!over) {
            open();
        }
    }

    private ClientStream open() {
        ClientStream opened = events;
        if (opened == null) {
            opened = client.stream();
            events = opened;
        }
        return opened;
    }

    private void finish() {
        if (!over) {
            over = true;
            if (!standing) {
                loop.ended();
            }
        }
        drained();
    }

    private void drained() {
        if (full && pace != null) {
            full = false;
            pace.drained(this);
        }
    }

    /** Something is said before the answer. */
    void notice(Frame frame) {
        loop.run(
                () -> {
                    if (!over) {
                        say(open(), frame);
                    }
                });
    }

    private void say(ClientStream to, Frame frame) {
        to.send(new SseEvent(SseEvent.MESSAGE, frame.bytes(), null, null));
        if (!full && pace != null && to.isFull()) {
            full = true;
            pace.full(this);
            to.onDrain(this::drained);
        }
    }

    /** The answer. */
    void answer(Lifted answer) {
        loop.run(() -> end(answer.frame(), () -> client.json(answer.status(), answer.frame())));
    }

    /** The answer of a door, which says more than its message where nothing was said before. */
    void refused(Lifted refusal, Cause cause) {
        if (refusal.status() == OK) {
            Frame frame = refusal.frame();
            loop.run(() -> end(frame, () -> client.reply(frame, cause, MALFORMED)));
        } else {
            answer(refusal);
        }
    }

    /** It is answered with an error of the client's. */
    void invalid(String reason) {
        Frame error = Replies.error(id, ErrorCode.INVALID_PARAMS, reason, null);
        answer(new Lifted(MALFORMED, error));
    }

    /** It goes no further for a reason that is not MCP's. */
    void rejected(Rejection rejection) {
        Frame error = Replies.error(id, rejection.status(), rejection.reason(), null);
        loop.run(() -> end(error, () -> client.reject(rejection, id)));
    }

    private void end(Frame frame, Runnable whole) {
        if (over) {
            return;
        }
        ClientStream begun = events;
        if (begun == null) {
            whole.run();
        } else {
            say(begun, frame);
            begun.end();
        }
        finish();
    }
}
