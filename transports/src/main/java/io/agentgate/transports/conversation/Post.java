package io.agentgate.transports.conversation;

import io.agentgate.gateway.Ruling.Cause;
import io.agentgate.protocol.ErrorCode;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.Replies;
import io.agentgate.protocol.sse.SseEvent;
import io.agentgate.transports.conversation.EventStore.Kept;
import io.agentgate.transports.conversation.EventStore.Place;
import io.agentgate.transports.entrance.Rejection;
import io.agentgate.transports.exchange.ClientResponse;
import io.agentgate.transports.exchange.ClientStream;
import io.agentgate.transports.exchange.EventLoop;
import java.time.Duration;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * One POST of a client. A request is answered with one message of JSON if that comes at once and
 * nothing before it, and with a stream of events otherwise.
 *
 * <pre>
 *   FRESH ──answer──▶ over                        (application/json)
 *     └──event, or a moment of silence──▶ STREAM ──answer──▶ over    (text/event-stream)
 *                                            └──it was open for long──▶ over: the client comes back
 * </pre>
 *
 * <p>Told at the conversation's home; all else on the loop of the client's connection.
 */
final class Post implements Speaker, Hearing {
    private static final byte[] NOTHING = {};

    /** When a client whose stream broke should come back. */
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final EventLoop loop;
    private final StreamableTalk talk;
    private final ClientResponse client;
    private final long stream;
    private final boolean first;
    private final int withoutSession;
    private volatile @Nullable ClientStream events;
    private @Nullable Cause refusal;
    private @Nullable Future<?> lettingGo;
    private boolean full;
    private boolean over;

    /**
     * @param first whether it is the message that begins the session
     * @param withoutSession the status where the client should have begun one
     */
    Post(
            EventLoop loop,
            StreamableTalk talk,
            ClientResponse client,
            boolean first,
            int withoutSession) {
        this.loop = loop;
        this.talk = talk;
        this.client = client;
        this.stream = talk.nextStream();
        this.first = first;
        this.withoutSession = withoutSession;
        loop.began();
        if (!first) {
            // The answer that begins a session names it in its head, which cannot go ahead.
            loop.afterSilence(this::breakSilence);
        }
    }

    /** The number of the stream on which its request is answered. */
    long stream() {
        return stream;
    }

    /**
     * It is a request, and goes its way; where streams are not open for long, on one from now on.
     */
    void awaited() {
        Duration longest = talk.longestStream();
        if (longest != null && !first) {
            loop.run(() -> openFor(longest));
        }
    }

    private void openFor(Duration longest) {
        if (!over && !client.isGone()) {
            open();
            lettingGo = loop.after(longest, this::letGo);
        }
    }

    /** The client comes back for what is missing (MCP 2025-11-25, sending messages). */
    private void letGo() {
        if (!over && events != null) {
            events.end();
            gone();
        }
    }

    private void breakSilence() {
        if (!over && events == null && talk.resumable()) {
            open();
        }
    }

    private ClientStream open() {
        ClientStream opened = events;
        if (opened == null) {
            opened = client.stream();
            events = opened;
            opened.onGone(this::gone);
            if (talk.resumable()) {
                // MCP 2025-11-25: an event with an id and no data, so that there is one to go on
                // from.
                String id = new Place(stream, 0).id();
                opened.send(new SseEvent(SseEvent.MESSAGE, NOTHING, id, RETRY));
            }
        }
        return opened;
    }

    private void gone() {
        finish();
        talk.gone(this);
    }

    private void finish() {
        if (!over) {
            over = true;
            if (lettingGo != null) {
                // Else an answered request would be kept for as long as a stream may be open.
                lettingGo.cancel(false);
            }
            loop.ended();
        }
        drained();
    }

    private void drained() {
        if (full) {
            full = false;
            talk.drained(this);
        }
    }

    @Override
    public void accepted() {
        loop.run(
                () -> {
                    client.empty(202);
                    finish();
                });
    }

    @Override
    public void reply(Frame frame, Cause cause) {
        loop.run(
                () -> {
                    client.reply(frame, cause, withoutSession);
                    finish();
                });
    }

    @Override
    public void refused(Rejection rejection) {
        loop.run(
                () -> {
                    client.reject(rejection);
                    finish();
                });
    }

    @Override
    public void event(Kept event) {
        loop.run(
                () -> {
                    if (over || client.isGone()) {
                        gone();
                        return;
                    }
                    ClientStream to = open();
                    to.send(event.event());
                    if (!full && to.isFull()) {
                        full = true;
                        talk.full(this);
                        to.onDrain(this::drained);
                    }
                });
    }

    @Override
    public boolean hasBegun() {
        return events != null;
    }

    @Override
    public void last(Kept answer, boolean kept) {
        loop.run(() -> answer(answer, kept));
    }

    /** The answer that comes is a refusal; said before any event, its cause is told with it. */
    void refusing(Cause cause) {
        loop.run(() -> refusal = cause);
    }

    private void answer(Kept answer, boolean kept) {
        if (!kept && (events != null || client.isGone())) {
            // Whoever loses the connection now comes back for it.
            talk.keep(answer);
        }
        if (over || client.isGone()) {
            gone();
            return;
        }
        ClientStream begun = events;
        if (begun == null) {
            String name = first ? talk.name() : null;
            if (name != null) {
                client.session(name);
            }
            Frame frame = Frame.of(answer.data());
            if (refusal == null) {
                client.json(200, frame);
            } else {
                client.reply(frame, refusal, withoutSession);
            }
        } else {
            begun.send(answer.event());
            begun.end();
        }
        finish();
    }

    @Override
    public void givenUp(Id request) {
        loop.run(
                () -> {
                    if (over) {
                        return;
                    }
                    if (events != null) {
                        events.end();
                    } else {
                        // HTTP owes an answer, though nobody reads it.
                        client.json(
                                200,
                                Replies.error(
                                        request,
                                        ErrorCode.INTERNAL_ERROR,
                                        "cancelled by the client",
                                        null));
                    }
                    finish();
                });
    }

    @Override
    public void end() {
        loop.run(
                () -> {
                    if (over) {
                        return;
                    }
                    if (events != null) {
                        events.end();
                    } else {
                        client.reject(new Rejection(404, "the session has ended"));
                    }
                    finish();
                });
    }
}
