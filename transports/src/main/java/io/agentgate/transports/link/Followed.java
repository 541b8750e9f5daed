package io.agentgate.transports.link;

import io.agentgate.gateway.Gatekeeper;
import io.agentgate.gateway.Loss;
import io.agentgate.gateway.call.Session;
import io.agentgate.protocol.sse.SseDecoder;
import io.agentgate.protocol.sse.SseEvent;
import io.agentgate.transports.entrance.VisibleText;
import io.agentgate.transports.exchange.AnswerHead;
import io.agentgate.transports.exchange.Failure;
import io.agentgate.transports.upstream.Upstream;
import io.agentgate.transports.upstream.UpstreamResponse;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A stream of the server's that is followed from one connection to the next (MCP 2025-11-25,
 * resumability and redelivery).
 *
 * <pre>
 *   reading ──end, or break──▶ pausing ──pause──▶ opening ──200──▶ reading
 *      │                          ▲                  ├──5xx, or none──▶ pausing
 *      └──answered, or no event id to go on from     └──refused──▶ over
 *                     └──▶ over
 * </pre>
 *
 * <p>The stream of a request is followed until its answer came, the server's own for as long as the
 * server lets it be opened.
 */
final class Followed implements Flow, Upstream.Outcome, UpstreamResponse.Reader, SseDecoder.Sink {
    /** Attempts in a row that bring nothing, before a request is given up. */
    private static final int MAX_IN_VAIN = 5;

    private final HttpLink link;
    private final @Nullable Posted request;
    private SseDecoder decoder = new SseDecoder(Session.MAX_SERVER_MESSAGE_BYTES);
    private String lastEventId = "";
    private @Nullable Duration retry;
    private int inVain;
    private boolean brought;
    private boolean oversized;
    private long lastMessage = System.nanoTime();
    private @Nullable Failure broken;
    private @Nullable UpstreamResponse response;
    private Upstream.@Nullable Sending sending;
    private @Nullable Future<?> pause;

    /**
     * @param request whose answer it is for; null for the server's own
     */
    Followed(HttpLink link, @Nullable Posted request) {
        this.link = link;
        this.request = request;
    }

    /** Opens it, or opens it again. */
    void open() {
        pause = null;
        if (request != null && request.isAnswered()) {
            link.over(request);
            return;
        }
        sending = link.get(lastEventId.isEmpty() ? null : lastEventId, this);
    }

    /** Reads what this answer holds. */
    void follow(UpstreamResponse from) {
        response = from;
        brought = false;
        decoder = new SseDecoder(Session.MAX_SERVER_MESSAGE_BYTES);
        if (link.isPaused()) {
            from.pause();
        }
        from.read(this);
    }

    @Override
    public void sent() {
        link.settled(this);
    }

    @Override
    public void answered(UpstreamResponse from) {
        sending = null;
        if (AnswerHead.isStream(from)) {
            link.heardByGet();
            follow(from);
            return;
        }
        from.discard();
        if (link.isSessionOver(from)) {
            link.sessionOver(request);
        } else if (from.status() >= 500) {
            again();
        } else {
            giveUp();
        }
    }

    @Override
    public void unreachable() {
        link.settled(this);
        again();
    }

    @Override
    public void unproven(String reason) {
        link.settled(this);
        again();
    }

    @Override
    public void piece(byte[] bytes) {
        decoder.feed(bytes, this);
        if (request != null && !request.listens() && isSilent()) {
            abort();
            link.lose(request, new Failure(Loss.NO_ANSWER, "the server did not answer in time"));
        }
    }

    @Override
    public void event(SseEvent event) {
        brought = true;
        // One without data carries an id to go on from, and no message.
        if (event.type().equals(SseEvent.MESSAGE) && event.data().length > 0) {
            lastMessage = System.nanoTime();
            link.heard(event.data(), request == null ? null : request.id());
        }
    }

    @Override
    public void oversized(byte[] head, byte[] tail) {
        brought = true;
        oversized = true;
        link.heardOversized(head, tail);
    }

    @Override
    public void end() {
        ended(Failure.STREAM_ENDED);
    }

    /** Within a body, or before its head. */
    @Override
    public void broken() {
        sending = null;
        ended(Failure.STREAM_BROKEN);
    }

    private void ended(Failure how) {
        response = null;
        note(decoder);
        broken = broken == null ? how : broken;
        if (request == null) {
            again();
        } else if (request.isAnswered()) {
            link.over(request);
        } else if (oversized || lastEventId.isEmpty() || request.isAlone()) {
            // Perhaps that was the answer; or nobody knows where to go on, or may.
            giveUp();
        } else {
            again();
        }
    }

    /** Keeps what matters behind the end of a connection. */
    private void note(SseDecoder read) {
        String id = read.lastEventId();
        if (!id.isEmpty()) {
            brought |= !id.equals(lastEventId);
            lastEventId = VisibleText.is(id) ? id : "";
        }
        retry = read.lastRetry() == null ? retry : read.lastRetry();
    }

    private void again() {
        inVain = brought ? 0 : inVain + 1;
        brought = false;
        if (request != null && (inVain > MAX_IN_VAIN || isSilent())) {
            giveUp();
            return;
        }
        pause =
                link.home()
                        .after(
                                link.pauses().next(inVain, retry, ThreadLocalRandom.current()),
                                this::open);
    }

    /** Whether it has brought no message for longer than anybody waits. */
    private boolean isSilent() {
        return System.nanoTime() - lastMessage > Gatekeeper.MAX_SILENCE_NANOS;
    }

    private void giveUp() {
        if (request == null) {
            link.over(this);
        } else {
            link.lose(request, broken == null ? Failure.STREAM_BROKEN : broken);
        }
    }

    @Override
    public void pause() {
        if (response != null) {
            response.pause();
        }
    }

    @Override
    public void resume() {
        if (response != null) {
            response.resume();
        }
    }

    @Override
    public void abort() {
        if (pause != null) {
            pause.cancel(false);
        }
        if (sending != null) {
            sending.giveUp();
        }
        if (response != null) {
            response.abort();
            response = null;
        }
    }
}
