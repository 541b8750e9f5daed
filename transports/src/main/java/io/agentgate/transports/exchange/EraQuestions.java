package io.agentgate.transports.exchange;

import io.agentgate.gateway.credential.SubjectToken;
import io.agentgate.gateway.era.Mirror;
import io.agentgate.gateway.lifting.EraEvidence;
import io.agentgate.gateway.lifting.RequestsOfOurs;
import io.agentgate.protocol.Era;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.sse.SseDecoder;
import io.agentgate.protocol.sse.SseOverflowException;
import io.agentgate.transports.entrance.MediaTypes;
import io.agentgate.transports.route.Route;
import io.agentgate.transports.upstream.ForwardedHeaders;
import io.agentgate.transports.upstream.Upstream;
import io.agentgate.transports.upstream.UpstreamResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The question to a server of Streamable HTTP whether it speaks the stateless era, asked before the
 * first request of that era goes there, and again once the answer is old.
 *
 * <p>Used on its loop.
 */
public final class EraQuestions {
    /** How long a server may take to answer. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Most requests that wait for one answer. */
    static final int MAX_WAITING = 256;

    /** Longest answer that is read, in bytes. */
    private static final int MAX_BYTES = 1 << 20;

    private final EventLoop loop;

    /** Those that wait for an answer; bounded by what is configured. */
    private final Map<Route.Direct, List<Consumer<Finding>>> open = new HashMap<>();

    public EraQuestions(EventLoop loop) {
        this.loop = loop;
    }

    /** What is known. */
    public sealed interface Finding {
        /** It takes requests of the stateless era as they are. */
        record Stateless() implements Finding {}

        /** It does not, so that it is to be spoken with in a session. */
        record Handshake() implements Finding {}

        /**
         * It cannot be asked now.
         *
         * @param reason words for the client
         */
        record Unknown(String reason) implements Finding {}
    }

    /**
     * Finds out.
     *
     * @param subject for whom the server is asked
     * @param then hears it, at once or later on this loop
     */
    public void ask(Route.Direct route, @Nullable SubjectToken subject, Consumer<Finding> then) {
        switch (route.eras().stateless()) {
            case YES -> then.accept(new Finding.Stateless());
            case NO -> then.accept(new Finding.Handshake());
            case UNKNOWN -> wait(route, subject, then);
        }
    }

    private void wait(Route.Direct route, @Nullable SubjectToken subject, Consumer<Finding> then) {
        List<Consumer<Finding>> waiting = open.get(route);
        if (waiting == null) {
            waiting = new ArrayList<>();
            waiting.add(then);
            open.put(route, waiting);
            new Question(route).begin(subject);
        } else if (waiting.size() < MAX_WAITING) {
            waiting.add(then);
        } else {
            then.accept(new Finding.Unknown("too many requests wait for the server"));
        }
    }

    /** One that is asked. */
    private final class Question implements Upstream.Outcome, Gathering.Result {
        private final Route.Direct route;
        private @Nullable Runnable giveUp;
        private @Nullable Future<?> deadline;
        private boolean over;

        Question(Route.Direct route) {
            this.route = route;
        }

        void begin(@Nullable SubjectToken subject) {
            Mirror head =
                    new Mirror(Era.STATELESS_REVISION, RequestsOfOurs.DISCOVER, null, List.of());
            Frame frame = RequestsOfOurs.discover(Id.of("agentgate-1"), Version.ofProduct());
            deadline = loop.after(PATIENCE, this::late);
            @Nullable String noSession = null;
            Upstream.Sending sending =
                    loop.upstream(route, route.instances().choose())
                            .post(
                                    noSession,
                                    ForwardedHeaders.alone(head, subject),
                                    frame.bytes(),
                                    this);
            if (giveUp == null) {
                giveUp = sending::giveUp;
            }
        }

        private void late() {
            if (!over && giveUp != null) {
                giveUp.run();
            }
            settle(new Finding.Unknown("the server did not answer in time"));
        }

        @Override
        public void answered(UpstreamResponse response) {
            int status = response.status();
            boolean says = AnswerHead.isSuccess(status) || (status >= 400 && status < 500);
            if (!says || status == 401 || status == 403) {
                response.discard();
                settle(new Finding.Unknown(Failure.ofStatus(status).reason()));
                return;
            }
            giveUp = response::abort;
            String type = response.header("Content-Type");
            if (MediaTypes.is(MediaTypes.EVENT_STREAM, type)) {
                response.read(new Events(response));
            } else {
                giveUp = Gathering.of(response, loop, this)::abort;
            }
        }

        @Override
        public void whole(byte[] body) {
            known(EraEvidence.stateless(body));
        }

        @Override
        public void failed(Failure why) {
            unknown(why);
        }

        @Override
        public void unreachable() {
            unknown(Failure.UNREACHABLE);
        }

        @Override
        public void unproven(String reason) {
            unknown(Failure.unproven(reason));
        }

        @Override
        public void broken() {
            unknown(Failure.BROKEN);
        }

        private void unknown(Failure why) {
            settle(new Finding.Unknown(why.reason()));
        }

        private void known(@Nullable Frame answer) {
            if (!over) {
                route.eras().discovered(answer);
                settle(answer == null ? new Finding.Handshake() : new Finding.Stateless());
            }
        }

        private void settle(Finding finding) {
            if (over) {
                return;
            }
            over = true;
            if (deadline != null) {
                deadline.cancel(false);
            }
            List<Consumer<Finding>> waiting = open.remove(route);
            if (waiting != null) {
                waiting.forEach(each -> each.accept(finding));
            }
        }

        /** An answer that comes on a stream, which may stay open behind it. */
        private final class Events implements UpstreamResponse.Reader {
            private final UpstreamResponse response;
            private final SseDecoder decoder = new SseDecoder(MAX_BYTES);

            Events(UpstreamResponse response) {
                this.response = response;
            }

            @Override
            public void piece(byte[] bytes) {
                try {
                    decoder.feed(
                            bytes,
                            event -> {
                                if (event.data().length > 0) {
                                    known(EraEvidence.stateless(event.data()));
                                }
                            });
                } catch (SseOverflowException tooLong) {
                    unknown(Failure.TOO_LARGE);
                }
                if (over) {
                    response.abort();
                }
            }

            @Override
            public void end() {
                unknown(Failure.STREAM_ENDED);
            }

            @Override
            public void broken() {
                unknown(Failure.STREAM_BROKEN);
            }
        }
    }
}
