package io.agentgate.transports.conversation;

import io.agentgate.gateway.Ruling.Bearing;
import io.agentgate.gateway.Ruling.Cause;
import io.agentgate.gateway.credential.SubjectToken;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.sse.SseEvent;
import io.agentgate.transports.entrance.Rejection;
import io.agentgate.transports.exchange.ClientResponse;
import io.agentgate.transports.exchange.ClientStream;
import io.agentgate.transports.exchange.EventLoop;
import io.agentgate.transports.session.ClientSession;
import io.agentgate.transports.session.Talk;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A conversation whose client hears everything on one stream of events, and posts what it says (MCP
 * 2024-11-05, HTTP with SSE). Lasts as long as the stream does.
 *
 * <p>Lives on the loop of the stream's connection; what is public may be called on any.
 */
public final class EventTalk implements Talk, Outlet {
    /** Most bytes that answers to what is refused may take while the client does not read. */
    static final int MAX_UNREAD_BYTES = 1 << 20;

    /** How long a stream may be open without a beginning. */
    private static final long SILENT_NANOS = 120_000_000_000L;

    private static final Rejection BUSY =
            new Rejection(503, "too much of the session waits", "Retry-After", "1");

    private final EventLoop home;
    private final ClientSession client;
    private final ClientStream stream;
    private final Conversation conversation;
    private final Backlog backlog;
    private final InProgress inProgress;
    private final Runnable close = this::end;
    private final long since = System.nanoTime();
    private boolean slow;
    private int unread;

    /**
     * @param home the loop it is made on
     * @param client a session that was begun, so that it is found by its name
     * @param stream has said nothing yet
     */
    public EventTalk(EventLoop home, ClientSession client, ClientStream stream) {
        this.home = home;
        this.client = client;
        this.stream = stream;
        this.conversation = Conversation.of(home, client, this);
        this.backlog = new Backlog(conversation);
        this.inProgress = new InProgress(home);
        client.talk(this);
    }

    /**
     * Tells the client where to post.
     *
     * @param messages a relative reference (RFC 3986, section 4.2)
     */
    public void begin(String messages) {
        // While the stream is open the session is not idle.
        boolean _ = client.opened(close);
        stream.send(
                new SseEvent("endpoint", messages.getBytes(StandardCharsets.US_ASCII), null, null));
        stream.onGone(() -> conversation.over("the client left"));
    }

    /**
     * Takes a message that was posted.
     *
     * @param loop that of the client's connection
     * @param subject for whom it is sent, where a server asks
     */
    public void post(
            EventLoop loop,
            byte[] message,
            ClientResponse response,
            @Nullable SubjectToken subject) {
        home.run(() -> hear(message, new Posted(loop, message, response), subject));
    }

    private void hear(byte[] message, Posted posted, @Nullable SubjectToken subject) {
        if (!backlog.hasRoom() || unread > MAX_UNREAD_BYTES) {
            posted.refused(BUSY);
            return;
        }
        backlog.hear(message, posted, subject);
        // Whatever comes of it is told on the stream.
        posted.taken();
    }

    /** One message that was posted. */
    private final class Posted extends InProgress.Said {
        private final EventLoop loop;
        private final ClientResponse response;
        private boolean answered;

        Posted(EventLoop loop, byte[] message, ClientResponse response) {
            super(inProgress, message);
            this.loop = loop;
            this.response = response;
        }

        void taken() {
            answer(() -> response.empty(202));
        }

        private void answer(Runnable how) {
            if (!answered) {
                answered = true;
                loop.run(how);
            }
        }

        @Override
        public void accepted() {
            settle();
            taken();
        }

        @Override
        public void reply(Frame frame, Cause cause) {
            settle();
            if (answered || isForTheStream(cause)) {
                taken();
                tellRefusal(frame);
            } else {
                answer(() -> response.json(400, frame));
            }
        }

        /**
         * Whoever asked waits for an answer on the stream: clients that ask a server what it speaks
         * before they begin would give up at any other status.
         */
        private boolean isForTheStream(Cause cause) {
            return switch (cause) {
                case Cause.Refused _ -> true;
                case Cause.NoSession _ -> request() != null;
                case Cause.NotMcp _, Cause.NoMethod _ -> false;
            };
        }

        @Override
        public void refused(Rejection rejection) {
            settle();
            Frame error = answered ? answer(rejection) : null;
            if (error != null) {
                tellRefusal(error);
            }
            answer(() -> response.reject(rejection));
        }
    }

    /** The client may provoke as many as it likes, whether or not it reads. */
    private void tellRefusal(Frame frame) {
        send(frame);
        if (slow) {
            unread += frame.bytes().length;
        }
    }

    private void send(Frame frame) {
        stream.send(new SseEvent(SseEvent.MESSAGE, frame.bytes(), null, null));
        if (!slow && stream.isFull()) {
            slow = true;
            stream.onDrain(this::drained);
            conversation.slow();
        }
    }

    private void drained() {
        slow = false;
        unread = 0;
        conversation.quicken();
    }

    @Override
    public void asked(Id request, Speaker speaker) {
        inProgress.asked(request, speaker);
    }

    @Override
    public boolean tell(Frame frame, Bearing bearing, @Nullable Id within) {
        inProgress.told(bearing);
        send(frame);
        return true;
    }

    @Override
    public void refusing(Id request, Cause cause) {
        // The answer says all that can be said here.
    }

    @Override
    public void endOthersThan(Predicate<Id> stillInProgress) {
        inProgress.endOthersThan(stillInProgress);
    }

    @Override
    public void caughtUp() {
        // Whoever was told to come back comes by itself.
    }

    @Override
    public void close(String reason) {
        inProgress.end();
        client.closed(close);
        stream.end();
    }

    @Override
    public boolean isWaiting() {
        return conversation.isWaiting();
    }

    @Override
    public void tidy() {
        home.run(
                () -> {
                    if (conversation.isDraft() && System.nanoTime() - since > SILENT_NANOS) {
                        conversation.over("no session was begun");
                    }
                });
    }

    @Override
    public void serversChanged() {
        home.run(conversation::serversChanged);
    }

    @Override
    public void end() {
        home.run(() -> conversation.over("the session has ended"));
    }
}
