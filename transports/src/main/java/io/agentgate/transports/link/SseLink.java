package io.agentgate.transports.link;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.agentgate.gateway.Loss;
import io.agentgate.gateway.call.Session;
import io.agentgate.gateway.link.LinkListener;
import io.agentgate.gateway.link.ServerLink;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.sse.SseDecoder;
import io.agentgate.protocol.sse.SseEvent;
import io.agentgate.transports.exchange.AnswerHead;
import io.agentgate.transports.exchange.Cancelling;
import io.agentgate.transports.exchange.Failure;
import io.agentgate.transports.upstream.Target;
import io.agentgate.transports.upstream.Upstream;
import io.agentgate.transports.upstream.UpstreamResponse;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * One session with a server of HTTP+SSE.
 *
 * <pre>
 *   fresh ──first message──▶ opening ──endpoint──▶ open ──end of the stream──▶ ended
 *                               └──refused, no endpoint in time, or one elsewhere──▶ ended
 *   any ──close──▶ closed
 * </pre>
 *
 * <p>Lives on its loop; what is public may be called on any thread.
 */
final class SseLink implements ServerLink {
    private static final String ENDPOINT = "endpoint";

    /** Most messages that the server may let wait for its word that it took them. */
    private static final int MAX_POSTS = 1_024;

    private final SseLinks links;
    private final Telling telling;
    private final Outbox outbox = new Outbox(this::post);
    private final Set<Posting> postings = new HashSet<>();
    private final Incoming incoming = new Incoming();
    private final LastHeaders last = new LastHeaders();
    private boolean opened;
    private Upstream.@Nullable Sending opening;
    private @Nullable Future<?> deadline;
    private @Nullable UpstreamResponse stream;
    private @Nullable Target endpoint;
    private @Nullable String ended;
    private volatile boolean closed;

    SseLink(SseLinks links, LinkListener listener) {
        this.links = links;
        this.telling =
                new Telling(
                        listener,
                        unexpected -> {
                            links.failed(unexpected);
                            end(new Failure(Loss.NOT_SENT, "the gateway failed"));
                        });
        outbox.hold(this);
    }

    @Override
    public void send(Outgoing message) {
        if (!closed) {
            links.run(() -> take(message));
        }
    }

    @Override
    public void giveUp(Id request, Frame cancellation) {
        if (!closed) {
            links.run(() -> forget(request, cancellation));
        }
    }

    @Override
    public void pause() {
        links.run(
                () -> {
                    telling.pause();
                    if (stream != null) {
                        stream.pause();
                    }
                });
    }

    @Override
    public void resume() {
        links.run(
                () -> {
                    telling.resume();
                    if (stream != null && !telling.isPaused()) {
                        stream.resume();
                    }
                });
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            telling.silence();
            links.run(this::stop);
        }
    }

    private void take(Outgoing message) {
        if (closed) {
            return;
        }
        if (ended != null) {
            refuse(message, ended);
            return;
        }
        last.note(message);
        if (!opened) {
            open();
        }
        if (ended != null) {
            refuse(message, ended);
        } else if (!outbox.take(message)) {
            refuse(message, "too many messages wait for the server");
        }
    }

    private void open() {
        opened = true;
        deadline =
                links.after(
                        links.patience(),
                        () ->
                                end(
                                        new Failure(
                                                Loss.NOT_SENT,
                                                "the server did not name its endpoint in time")));
        opening = links.upstream().get(null, last.headers(null), incoming);
    }

    private void refuse(Outgoing message, String reason) {
        lose(message.awaits(), new Failure(Loss.NOT_SENT, reason));
    }

    private void lose(@Nullable Id request, Failure why) {
        if (request != null) {
            telling.lost(request, why.loss(), why.reason());
        }
    }

    private void post(Outgoing message) {
        Target to = endpoint;
        if (to == null || postings.size() >= MAX_POSTS) {
            refuse(message, "too many messages wait for the server");
            return;
        }
        Posting posting = new Posting(message.awaits());
        postings.add(posting);
        if (message.awaits() == null) {
            outbox.hold(posting);
        }
        posting.sending =
                links.upstream().post(to, last.headers(null), message.frame().bytes(), posting);
    }

    /** Past the outbox: a server that hangs must not keep what comes after from others. */
    private void forget(Id request, Frame cancellation) {
        Target to = endpoint;
        if (outbox.withdraw(request) || to == null || ended != null || closed) {
            return;
        }
        for (Posting posting : List.copyOf(postings)) {
            if (posting.request != null && request.equals(posting.request)) {
                postings.remove(posting);
                posting.giveUp();
            }
        }
        Cancelling word = new Cancelling();
        Upstream.Sending sending =
                links.upstream().post(to, last.headers(null), cancellation.bytes(), word);
        word.until(links.after(Cancelling.PATIENCE, sending::giveUp));
    }

    private void endpoint(String said) {
        if (endpoint != null) {
            return;
        }
        try {
            String target = Endpoint.target(links.settings().uri(), said);
            endpoint = links.upstream().target(target);
            noDeadline();
            outbox.release(this);
        } catch (Endpoint.UnusableException unusable) {
            end(new Failure(Loss.NOT_SENT, unusable.reason()));
        }
    }

    private void noDeadline() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }

    /**
     * The link ends, from the server's side.
     *
     * @param why what is told of messages that were not sent, too
     */
    private void end(Failure why) {
        if (ended != null || closed) {
            return;
        }
        ended = why.reason();
        List<Outgoing> unsent = outbox.clear();
        stop();
        // What is on its way may have been answered; the end is word of its loss if it was not.
        unsent.forEach(message -> lose(message.awaits(), why));
        telling.ended(why.reason());
    }

    /** Leaves nothing behind. */
    private void stop() {
        noDeadline();
        List<Outgoing> _ = outbox.clear();
        List<Posting> open = List.copyOf(postings);
        postings.clear();
        open.forEach(Posting::giveUp);
        if (opening != null) {
            opening.giveUp();
            opening = null;
        }
        if (stream != null) {
            stream.abort();
            stream = null;
        }
    }

    /** The stream of what the server says. */
    private final class Incoming
            implements Upstream.Outcome, UpstreamResponse.Reader, SseDecoder.Sink {
        private final SseDecoder decoder = new SseDecoder(Session.MAX_SERVER_MESSAGE_BYTES);

        @Override
        public void answered(UpstreamResponse response) {
            opening = null;
            if (!AnswerHead.isStream(response)) {
                response.discard();
                end(Failure.ofStatus(response.status()));
                return;
            }
            stream = response;
            if (telling.isPaused()) {
                response.pause();
            }
            response.read(this);
        }

        @Override
        public void unreachable() {
            end(Failure.UNREACHABLE);
        }

        @Override
        public void unproven(String reason) {
            end(Failure.unproven(reason));
        }

        /** Before its head, or within. */
        @Override
        public void broken() {
            stream = null;
            SseLink.this.end(new Failure(Loss.NOT_SENT, "the server's stream broke"));
        }

        @Override
        public void piece(byte[] bytes) {
            decoder.feed(bytes, this);
        }

        @Override
        public void end() {
            stream = null;
            SseLink.this.end(new Failure(Loss.NOT_SENT, "the server ended its stream"));
        }

        private void end(Failure why) {
            SseLink.this.end(why);
        }

        @Override
        public void event(SseEvent event) {
            if (ended != null) {
                // It came in one piece with what ended the link.
                return;
            }
            if (event.type().equals(ENDPOINT)) {
                endpoint(new String(event.data(), UTF_8));
            } else if (event.type().equals(SseEvent.MESSAGE) && event.data().length > 0) {
                telling.received(event.data(), null);
            }
        }

        @Override
        public void oversized(byte[] head, byte[] tail) {
            if (ended == null) {
                telling.oversized(head, tail);
            }
        }
    }

    /** One message on its way; its answer comes on the stream. */
    private final class Posting implements Upstream.Outcome {
        private final @Nullable Id request;
        private Upstream.@Nullable Sending sending;

        Posting(@Nullable Id request) {
            this.request = request;
        }

        void giveUp() {
            if (sending != null) {
                sending.giveUp();
            }
        }

        @Override
        public void answered(UpstreamResponse response) {
            response.discard();
            int status = response.status();
            over(AnswerHead.isSuccess(status) ? null : Failure.ofStatus(status));
        }

        @Override
        public void unreachable() {
            over(Failure.UNREACHABLE);
        }

        @Override
        public void unproven(String reason) {
            over(Failure.unproven(reason));
        }

        @Override
        public void broken() {
            over(Failure.BROKEN);
        }

        private void over(@Nullable Failure why) {
            postings.remove(this);
            if (why != null) {
                lose(request, why);
            }
            outbox.release(this);
        }
    }
}
