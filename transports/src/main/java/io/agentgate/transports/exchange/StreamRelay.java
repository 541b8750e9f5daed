package io.agentgate.transports.exchange;

import io.agentgate.gateway.Loss;
import io.agentgate.gateway.Ruling;
import io.agentgate.gateway.call.Session;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.sse.SseDecoder;
import io.agentgate.protocol.sse.SseEvent;
import io.agentgate.protocol.sse.SseOverflowException;
import io.agentgate.transports.session.ClientSession;
import io.agentgate.transports.upstream.ForwardedHeaders;
import io.agentgate.transports.upstream.Upstream;
import io.agentgate.transports.upstream.UpstreamResponse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A server's stream on its way to a client, event by event, in order. Reads no faster than the
 * client does; once the client has left, reads on only for the answer that is still waited for.
 */
final class StreamRelay implements UpstreamResponse.Reader {
    private static final int MAX_EVENT_ID_LENGTH = 512;

    private final EventLoop loop;
    private final ClientSession session;
    private final UpstreamResponse from;
    private final ClientStream to;
    private final @Nullable Id awaits;
    private final ForwardedHeaders headers;
    private final boolean mayBreak;
    private final Runnable atEnd;
    private final SseDecoder decoder = new SseDecoder(Session.MAX_SERVER_MESSAGE_BYTES);
    private final Queue<SseEvent> read = new ArrayDeque<>(2);

    private @Nullable Duration retry;
    private boolean resumable;
    private boolean held;
    private boolean paused;
    private @Nullable Failure ending;
    private boolean over;

    /**
     * What a stream is for.
     *
     * @param awaits the request whose answer it was opened for, or null
     * @param headers go with what is said back to the server
     * @param mayBreak whether the client may go on with it in another exchange, behind an event
     */
    record Purpose(@Nullable Id awaits, ForwardedHeaders headers, boolean mayBreak) {}

    /**
     * @param atEnd runs once, when nothing more will come
     */
    StreamRelay(
            EventLoop loop,
            ClientSession session,
            UpstreamResponse from,
            ClientStream to,
            Purpose purpose,
            Runnable atEnd) {
        this.loop = loop;
        this.session = session;
        this.from = from;
        this.to = to;
        this.awaits = purpose.awaits();
        this.headers = purpose.headers();
        this.mayBreak = purpose.mayBreak();
        this.atEnd = atEnd;
    }

    void run() {
        from.read(this);
        to.onGone(this::clientGone);
    }

    /** As {@link #run}, but lets nothing through before that. */
    void runAfter(CompletionStage<?> beginning) {
        run();
        held = true;
        pause();
        loop.after(
                beginning,
                begun -> {
                    held = false;
                    goOn();
                });
    }

    @Override
    public void end() {
        ended(Failure.STREAM_ENDED);
    }

    @Override
    public void broken() {
        ended(Failure.STREAM_BROKEN);
    }

    @Override
    public void piece(byte[] bytes) {
        if (over) {
            return;
        }
        try {
            decoder.feed(bytes, read::add);
        } catch (SseOverflowException tooLarge) {
            from.abort();
            ended(new Failure(Loss.BROKEN, "the server's message is too large"));
        }
        goOn();
    }

    private void ended(Failure how) {
        if (ending == null) {
            ending = how;
            goOn();
        }
    }

    private void goOn() {
        while (!held && !over) {
            SseEvent event = read.poll();
            if (event == null) {
                break;
            }
            event(event);
        }
        if (held || over) {
            return;
        }
        passRetry();
        if (ending != null) {
            finish(ending);
        } else if (to.isGone() && !isPending()) {
            stop();
        } else {
            keepPace();
        }
    }

    private void event(SseEvent event) {
        if (!event.type().equals(SseEvent.MESSAGE)) {
            return;
        }
        if (event.data().length == 0) {
            // Carries an id to resume from, and no message.
            pass(event, event.data());
            return;
        }
        follow(event, loop.release(session.session(), event.data()));
    }

    private void follow(SseEvent event, Ruling ruling) {
        switch (ruling) {
            case Ruling.Forward(Frame frame, _) -> pass(event, frame.bytes());
            case Ruling.Reply(Frame frame, _) ->
                    loop.upstream(session)
                            .post(session.upstreamId(), headers, frame.bytes(), new Unheard());
            case Ruling.Later(CompletionStage<Ruling> later) -> hold(event, later);
            case Ruling.Elsewhere _, Ruling.Drop _ -> {}
        }
    }

    /** Events keep their order, so those behind one that waits do too. */
    private void hold(SseEvent event, CompletionStage<Ruling> later) {
        held = true;
        pause();
        loop.after(
                later,
                ruling -> {
                    held = false;
                    if (!over) {
                        follow(event, ruling);
                        goOn();
                    }
                });
    }

    private void pass(SseEvent event, byte[] data) {
        String id = event.id();
        boolean tellable = mayBreak && id != null && mayTell(id);
        resumable |= tellable && !Objects.requireNonNull(id).isEmpty();
        retry = event.retry() == null ? retry : event.retry();
        to.send(new SseEvent(SseEvent.MESSAGE, data, tellable ? id : null, event.retry()));
    }

    private boolean mayTell(String id) {
        return id.length() <= MAX_EVENT_ID_LENGTH
                && id.chars().allMatch(c -> c >= 0x20 && c <= 0x7E)
                && loop.gatekeeper().mayTell(id);
    }

    /** Servers say how long to stay away without saying anything else. */
    private void passRetry() {
        Duration last = decoder.lastRetry();
        if (last != null && !last.equals(retry)) {
            retry = last;
            to.retry(last);
        }
    }

    private void keepPace() {
        if (to.isFull()) {
            pause();
            to.onDrain(this::goOn);
        } else if (paused) {
            paused = false;
            from.resume();
        }
    }

    private void pause() {
        if (!paused && ending == null) {
            paused = true;
            from.pause();
        }
    }

    private void clientGone() {
        if (!over && !held && !isPending()) {
            stop();
        } else if (paused && !held) {
            // Nobody slows it down any more.
            goOn();
        }
    }

    private boolean isPending() {
        return awaits != null && session.session().clientRequests().contains(awaits);
    }

    /**
     * Nobody waits for the answer any more.
     *
     * @param told what the client is told in its place
     */
    void giveUp(Ruling told) {
        if (!over) {
            over = true;
            from.abort();
            last(told);
        }
    }

    /** Nobody wants the rest. */
    private void stop() {
        over = true;
        from.abort();
        to.end();
        atEnd.run();
    }

    private void finish(Failure how) {
        over = true;
        if (isPending() && !resumable) {
            // Without an event id the client cannot come back for the answer.
            last(
                    loop.gatekeeper()
                            .lose(
                                    session.session(),
                                    Objects.requireNonNull(awaits),
                                    how.loss(),
                                    how.reason()));
        } else {
            to.end();
            atEnd.run();
        }
    }

    private void last(Ruling ruling) {
        switch (ruling) {
            case Ruling.Forward(Frame frame, _) -> to.send(SseEvent.message(frame.bytes()));
            case Ruling.Later(CompletionStage<Ruling> later) -> {
                loop.after(later, this::last);
                return;
            }
            case Ruling.Reply _, Ruling.Elsewhere _, Ruling.Drop _ -> {}
        }
        to.end();
        atEnd.run();
    }

    /** What the server says to our own answer, which nobody waits for. */
    private static final class Unheard implements Upstream.Outcome {
        @Override
        public void answered(UpstreamResponse response) {
            response.discard();
        }

        @Override
        public void unreachable() {
            // The server's request times out on its side.
        }

        @Override
        public void unproven(String reason) {
            // As above.
        }

        @Override
        public void broken() {
            // As above.
        }
    }

    /** Ends the stream from this side, for both. */
    void close() {
        if (!over) {
            stop();
        }
    }
}
