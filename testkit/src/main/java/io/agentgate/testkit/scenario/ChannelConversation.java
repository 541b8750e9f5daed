package io.agentgate.testkit.scenario;

import io.agentgate.testkit.http.ServeProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One session of a client that hears everything on one channel. Behind each of its messages it says
 * something that the gateway itself refuses: what comes back for that shows that the message before
 * it has gone where it goes.
 */
final class ChannelConversation implements ClientSide {
    private static final String FENCE =
            """
            {"jsonrpc":"2.0","id":"fence","method":"Tools/Call"}\
            """;
    private static final String REFUSED = "{\"jsonrpc\":\"2.0\",\"id\":\"fence\",\"error\":";

    private final Scenario scenario;
    private final Words words;
    private final Connector connector;

    /** A way to the gateway. */
    interface Channel extends AutoCloseable {
        /**
         * Says a message.
         *
         * @param otherwiseSilent what HTTP answers where others are silent; null if that is nothing
         */
        void say(String message, @Nullable String otherwiseSilent) throws IOException;

        /** The next message that comes; null at the end. */
        @Nullable String next() throws IOException;

        @Override
        void close() throws IOException;
    }

    /** What opens one. */
    interface Connector {
        Channel open(ServeProcess serve) throws IOException;
    }

    /**
     * @param words what stands between the scenario and what is sent and got
     */
    ChannelConversation(Scenario scenario, Words words, Connector connector) {
        this.scenario = scenario;
        this.words = words;
        this.connector = connector;
    }

    @Override
    public void reached() {
        // The channel tells all that has to be known.
    }

    @Override
    public List<List<String>> play(ServeProcess serve) throws Exception {
        try (Channel channel = connector.open(serve)) {
            String initialize = words.initialize(HttpConversation.INITIALIZE);
            channel.say(Objects.requireNonNull(initialize, "a channel is a session"), null);
            String begun = next(channel);
            assert begun.contains("protocolVersion") : begun;
            List<List<String>> client = new ArrayList<>();
            for (int at = 0; at < scenario.messages().size(); at++) {
                channel.say(words.sent(scenario.messages().get(at)), scenario.http().get(at + 1));
                channel.say(FENCE, null);
                client.add(come(channel, scenario.client().get(at)));
            }
            serve.tellToEnd();
            for (String late = channel.next(); late != null; late = channel.next()) {
                add(client.getLast(), late, scenario.client().getLast());
            }
            serve.exitCode();
            return client;
        }
    }

    private List<String> come(Channel channel, List<String> expected) throws IOException {
        List<String> came = new ArrayList<>();
        boolean refused = false;
        while (!refused || came.size() < expected.size()) {
            String next = next(channel);
            if (next.startsWith(REFUSED)) {
                refused = true;
            } else {
                add(came, next, expected);
            }
        }
        return came;
    }

    private void add(List<String> came, String message, List<String> expected) {
        int at = came.size();
        came.add(words.got(message, at < expected.size() ? expected.get(at) : null));
    }

    private static String next(Channel channel) throws IOException {
        String next = channel.next();
        if (next == null) {
            throw new AssertionError("the session has ended");
        }
        return next;
    }
}
