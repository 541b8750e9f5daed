package io.agentgate.transports.conversation;

import io.agentgate.gateway.Ruling.Bearing;
import io.agentgate.gateway.Ruling.Cause;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.transports.conversation.EventStore.Kept;
import io.agentgate.transports.conversation.EventStore.Place;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The streams of a client of Streamable HTTP: one for each request, and one of the session's own
 * (MCP 2025-11-25, basic/transports). Used at the conversation's home.
 *
 * <p>A server with one stream for all does not say which request it speaks of, unless it reports
 * progress. What it says while requests are in progress is told on the stream of the latest: it is
 * most likely about that one, and clients listen there.
 */
final class Streams implements Outlet {
    /** Most messages that wait on a stream for a client to listen there. */
    static final int MAX_UNHEARD = 64;

    /** The number of the session's own stream. */
    static final long OWN = 0;

    private final EventStore store = new EventStore();
    private final Map<Id, Stream> byRequest = new LinkedHashMap<>();
    private final Stream own = new Stream(OWN);

    private static final class Stream {
        private final long number;
        private long last;
        private long heard;
        private @Nullable Hearing hearing;

        Stream(long number) {
            this.number = number;
        }

        Place next() {
            return new Place(number, ++last);
        }
    }

    @Override
    public void asked(Id request, Speaker speaker) {
        if (speaker instanceof Post post) {
            Stream stream = new Stream(post.stream());
            stream.hearing = post;
            byRequest.put(request, stream);
            post.awaited();
        }
    }

    @Override
    public boolean tell(Frame frame, Bearing bearing, @Nullable Id within) {
        return switch (bearing) {
            case Bearing.Answers(Id request) -> answer(byRequest.remove(request), frame);
            case Bearing.ReportsOn(Id request) -> say(byRequest.get(request), frame);
            case Bearing.Asks _, Bearing.Alone _ ->
                    say(within == null ? latest() : byRequest.get(within), frame);
        };
    }

    private @Nullable Stream latest() {
        Stream latest = null;
        for (Stream each : byRequest.values()) {
            latest = each;
        }
        return latest;
    }

    private boolean answer(@Nullable Stream stream, Frame frame) {
        if (stream == null) {
            return false;
        }
        Kept answer = new Kept(stream.next(), frame.bytes());
        Hearing hearing = stream.hearing;
        boolean kept = hearing == null || hearing.hasBegun();
        if (kept) {
            store.keep(answer);
        }
        if (hearing != null) {
            hearing.last(answer, kept);
        }
        return true;
    }

    private boolean say(@Nullable Stream about, Frame frame) {
        Stream stream = about == null ? own : about;
        if (stream.hearing == null && stream.last - stream.heard >= MAX_UNHEARD) {
            return false;
        }
        Kept event = new Kept(stream.next(), frame.bytes());
        store.keep(event);
        if (stream.hearing != null) {
            stream.hearing.event(event);
            stream.heard = stream.last;
        }
        return true;
    }

    @Override
    public void refusing(Id request, Cause cause) {
        Stream stream = byRequest.get(request);
        if (stream != null && stream.hearing instanceof Post post) {
            post.refusing(cause);
        }
    }

    @Override
    public void endOthersThan(Predicate<Id> inProgress) {
        byRequest
                .entrySet()
                .removeIf(
                        each -> {
                            boolean over = !inProgress.test(each.getKey());
                            Hearing hearing = each.getValue().hearing;
                            if (over && hearing != null) {
                                hearing.givenUp(each.getKey());
                            }
                            return over;
                        });
    }

    /** Keeps what a client that has left may come back for. */
    void keep(Kept event) {
        store.keep(event);
    }

    /**
     * A client listens to the session's own stream, or goes on with one that broke.
     *
     * @param last the id of the last event it heard; null if it begins
     */
    void listen(Hearing hearing, @Nullable String last) {
        Place place = last == null ? new Place(OWN, own.heard) : Place.of(last);
        Stream stream = place.stream() == OWN ? own : byNumber(place.stream());
        if (stream != null && stream.hearing != null) {
            // Whoever comes back may do so before we notice that it had left.
            stream.hearing.end();
        }
        store.after(place).forEach(hearing::event);
        if (stream == null) {
            hearing.end();
        } else {
            stream.hearing = hearing;
            stream.heard = stream.last;
        }
    }

    private @Nullable Stream byNumber(long number) {
        for (Stream each : byRequest.values()) {
            if (each.number == number) {
                return each;
            }
        }
        return null;
    }

    /** A client hears there no more. */
    void gone(Hearing hearing) {
        if (own.hearing == hearing) {
            own.hearing = null;
        }
        for (Stream each : byRequest.values()) {
            if (each.hearing == hearing) {
                each.hearing = null;
            }
        }
    }

    @Override
    public void caughtUp() {
        // Whoever posts waits for its answer.
    }

    @Override
    public void close(String reason) {
        if (own.hearing != null) {
            own.hearing.end();
        }
        for (Stream each : byRequest.values()) {
            if (each.hearing != null) {
                each.hearing.end();
            }
        }
        byRequest.clear();
    }
}
