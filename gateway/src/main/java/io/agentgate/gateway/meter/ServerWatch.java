package io.agentgate.gateway.meter;

import io.agentgate.protocol.JsonCursor;
import io.agentgate.protocol.JsonCursor.Token;
import io.agentgate.protocol.Response;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * What was seen of each server as messages passed, for people who ask. Asks servers nothing itself.
 * Thread safe and bounded.
 */
public final class ServerWatch {
    /** Of so many calls the last are kept, to tell how long they take. */
    static final int LAST_CALLS = 128;

    /** Servers are configured, but configurations change. */
    private static final int MAX_SERVERS = 1_000;

    private static final int MAX_TOOLS = 10_000;

    private final Map<String, Traces> servers = new ConcurrentHashMap<>();

    /**
     * What was seen of one server.
     *
     * @param protocol the revision it agreed to last; null if it never did
     * @param tools how many its last list named; null if it never listed any
     * @param calls that ended
     * @param median time of the last calls that were answered; null without any
     * @param trouble why it did not answer what it was asked last; null if it did
     */
    public record Seen(
            @Nullable String protocol,
            @Nullable Integer tools,
            long calls,
            @Nullable Duration median,
            @Nullable String trouble) {
        /** Of a server that was never asked anything. */
        public static final Seen NOTHING = new Seen(null, null, 0, null, null);
    }

    /**
     * How a server is, in a word for people.
     *
     * @param protocol the revision it agreed to last; null if it never did
     * @param trouble why it did not answer last; null if it did
     */
    public static String word(@Nullable String protocol, @Nullable String trouble) {
        if (trouble != null) {
            return "failing";
        }
        return protocol == null ? "not used yet" : "ready";
    }

    private static final class Traces {
        private final AtomicLong calls = new AtomicLong();
        private final AtomicLong answers = new AtomicLong();
        private final AtomicLongArray nanos = new AtomicLongArray(LAST_CALLS);
        private volatile @Nullable String protocol;
        private volatile @Nullable Integer tools;
        private volatile @Nullable String trouble;

        private @Nullable Duration median() {
            int known = (int) Math.min(answers.get(), LAST_CALLS);
            if (known == 0) {
                return null;
            }
            long[] last = new long[known];
            for (int i = 0; i < known; i++) {
                last[i] = nanos.get(i);
            }
            Arrays.sort(last);
            return Duration.ofNanos(last[known / 2]);
        }
    }

    private @Nullable Traces of(String server) {
        Traces known = servers.get(server);
        return known != null || servers.size() >= MAX_SERVERS
                ? known
                : servers.computeIfAbsent(server, fresh -> new Traces());
    }

    /** A server answered a request that is no call. */
    void answered(String server, String method, Response answer) {
        Traces traces = of(server);
        if (traces == null) {
            return;
        }
        traces.trouble = null;
        if (answer.outcome() instanceof Response.Result result) {
            switch (method) {
                case "initialize" ->
                        traces.protocol = protocol(new JsonCursor(answer.frame(), result.span()));
                case "tools/list" -> traces.tools = ListedTools.names(answer, MAX_TOOLS).size();
                default -> {}
            }
        }
    }

    /** A server spoke this revision, without having agreed to it in a session. */
    public void spoke(String server, String protocol) {
        Traces traces = of(server);
        if (traces != null) {
            traces.protocol = protocol;
        }
    }

    private static @Nullable String protocol(JsonCursor result) {
        String protocol = null;
        if (result.next() == Token.BEGIN_OBJECT) {
            while (result.next() == Token.NAME) {
                boolean wanted = result.text().equals("protocolVersion");
                if (result.next() == Token.STRING && wanted) {
                    protocol = result.text();
                }
                result.restOfValue();
            }
        }
        return protocol;
    }

    /**
     * A server answered a call.
     *
     * @param took how long, in nanoseconds
     */
    void called(String server, long took) {
        Traces traces = of(server);
        if (traces != null) {
            traces.trouble = null;
            traces.calls.incrementAndGet();
            traces.nanos.set((int) (traces.answers.getAndIncrement() % LAST_CALLS), took);
        }
    }

    /** A call ended without an answer. */
    void unanswered(String server) {
        Traces traces = of(server);
        if (traces != null) {
            traces.calls.incrementAndGet();
        }
    }

    /**
     * A server did not answer what it was asked.
     *
     * @param reason as the client was told
     */
    void lost(String server, String reason) {
        Traces traces = of(server);
        if (traces != null) {
            traces.trouble = reason;
        }
    }

    /** What was seen of a server so far. */
    public Seen seen(String server) {
        Traces traces = servers.get(server);
        return traces == null
                ? Seen.NOTHING
                : new Seen(
                        traces.protocol,
                        traces.tools,
                        traces.calls.get(),
                        traces.median(),
                        traces.trouble);
    }
}
