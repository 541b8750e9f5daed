package io.agentgate.transports.conversation;

import io.agentgate.gateway.credential.SubjectToken;
import io.agentgate.transports.conversation.EventStore.Kept;
import io.agentgate.transports.entrance.Rejection;
import io.agentgate.transports.exchange.ClientResponse;
import io.agentgate.transports.exchange.EventLoop;
import io.agentgate.transports.session.ClientSession;
import io.agentgate.transports.session.Talk;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A conversation whose client speaks Streamable HTTP.
 *
 * <p>Lives on the loop where it began; what is public may be called on any.
 */
public final class StreamableTalk implements Talk {
    /** The first revision whose clients know events without data. */
    private static final String WITH_PRIMING = "2025-11-25";

    private final EventLoop home;
    private final ClientSession client;
    private final @Nullable Duration longestStream;
    private final Streams streams = new Streams();
    private final Conversation conversation;
    private final AtomicLong numbers = new AtomicLong(Streams.OWN);
    private final Set<Hearing> full = new HashSet<>();

    /**
     * @param home the loop it is made on
     * @param longestStream how long a stream with an answer is open at a time, so that the client
     *     comes back for the rest; null for as long as it takes
     */
    public StreamableTalk(EventLoop home, ClientSession client, @Nullable Duration longestStream) {
        this.home = home;
        this.client = client;
        this.longestStream = longestStream;
        this.conversation = Conversation.of(home, client, streams);
        client.talk(this);
    }

    /**
     * Takes the message that is to begin it.
     *
     * @param otherwise the status where the message begins nothing
     * @param subject for whom it is sent, where a server asks
     */
    public void begin(
            byte[] message,
            ClientResponse response,
            int otherwise,
            @Nullable SubjectToken subject) {
        Post post = new Post(home, this, response, true, otherwise);
        conversation.hear(message, true, post, subject);
    }

    /**
     * Takes a message that was posted.
     *
     * @param loop that of the client's connection
     */
    public void post(
            EventLoop loop,
            byte[] message,
            ClientResponse response,
            @Nullable SubjectToken subject) {
        Post post = new Post(loop, this, response, false, 404);
        home.run(() -> conversation.hear(message, false, post, subject));
    }

    /**
     * Lets a client listen.
     *
     * @param loop that of the client's connection
     * @param last the id of the last event it heard; null if it begins
     */
    public void listen(EventLoop loop, ClientResponse response, @Nullable String last) {
        Runnable close =
                new Runnable() {
                    @Override
                    public void run() {
                        end();
                    }
                };
        if (!client.opened(close)) {
            response.reject(new Rejection(429, "the session has too many streams"));
            return;
        }
        Ear ear = new Ear(loop, this, response, () -> client.closed(close));
        home.run(
                () -> {
                    ear.begin();
                    if (conversation.hasEnded()) {
                        ear.end();
                    } else {
                        streams.listen(ear, last);
                    }
                });
    }

    /** The name by which the client knows the session; null if it was not begun. */
    @Nullable String name() {
        return conversation.revision() == null ? null : client.name();
    }

    /** Whether the client knows how to go on with a stream that broke. */
    boolean resumable() {
        String agreed = conversation.revision();
        return agreed != null && agreed.compareTo(WITH_PRIMING) >= 0;
    }

    /** How long a stream is open at a time; null for as long as it takes. */
    @Nullable Duration longestStream() {
        return resumable() ? longestStream : null;
    }

    long nextStream() {
        return numbers.incrementAndGet();
    }

    void keep(Kept event) {
        home.run(() -> streams.keep(event));
    }

    void gone(Hearing hearing) {
        home.run(() -> streams.gone(hearing));
    }

    void full(Hearing hearing) {
        home.run(
                () -> {
                    full.add(hearing);
                    conversation.slow();
                });
    }

    void drained(Hearing hearing) {
        home.run(
                () -> {
                    if (full.remove(hearing) && full.isEmpty()) {
                        conversation.quicken();
                    }
                });
    }

    @Override
    public boolean isWaiting() {
        return conversation.isWaiting();
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
