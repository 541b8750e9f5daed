package io.agentgate.testkit.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.agentgate.testkit.http.Answer;
import io.agentgate.testkit.http.Head;
import io.agentgate.testkit.http.ServeProcess;
import io.agentgate.testkit.http.WireClient;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One session of a client over HTTP, or what stands for it in the stateless era: each message in a
 * POST of its own, whose answer is read while the messages after it go out.
 */
final class HttpConversation implements ClientSide {
    static final String INITIALIZE =
            """
            {"jsonrpc":"2.0","id":"handshake","method":"initialize","params":{\
            "protocolVersion":"2025-11-25","capabilities":{},\
            "clientInfo":{"name":"scenario","version":"1"}}}\
            """;

    private final Scenario scenario;
    private final Words words;
    private final String before;
    private final BlockingQueue<Happening> happenings = new LinkedBlockingQueue<>();
    private @Nullable String session;
    private int answered;

    /** What a client waits for. */
    private sealed interface Happening {
        /** A message came. */
        record Came(String message) implements Happening {}

        /** The answer to a POST is complete. */
        record Answered(int post) implements Happening {}

        /** The server got a message. */
        record Reached() implements Happening {}
    }

    /** At the path of the server alone. */
    HttpConversation(Scenario scenario) {
        this(scenario, Words.SAME, "/servers/scripted");
    }

    /**
     * @param words what stands between the scenario and what is sent and got
     * @param before what the path begins with
     */
    HttpConversation(Scenario scenario, Words words, String before) {
        this.scenario = scenario;
        this.words = words;
        this.before = before;
    }

    @Override
    public void reached() {
        happenings.add(new Happening.Reached());
    }

    @Override
    public List<List<String>> play(ServeProcess serve) throws Exception {
        List<List<String>> client = play(serve.at(before + "/mcp"));
        serve.tellToEnd();
        serve.exitCode();
        return client;
    }

    /**
     * What the client gets upon each message.
     *
     * @param gateway the endpoint
     */
    List<List<String>> play(URI gateway) throws Exception {
        begin(gateway);
        List<List<String>> client = new ArrayList<>();
        for (int at = 0; at < scenario.messages().size(); at++) {
            int post = at;
            List<String> came = new ArrayList<>();
            client.add(came);
            Thread.ofVirtual().start(() -> post(gateway, post));
            boolean arrived = false;
            while (!arrived || came.size() < scenario.client().get(at).size()) {
                arrived |= take(came, post, scenario.client().get(at));
            }
        }
        while (answered < scenario.messages().size()) {
            take(client.getLast(), -1, scenario.client().getLast());
        }
        return client;
    }

    private void begin(URI gateway) throws IOException {
        String initialize = words.initialize(INITIALIZE);
        if (initialize == null) {
            return;
        }
        try (WireClient wire = new WireClient(gateway)) {
            Answer answer = wire.send(request(gateway.getPath(), "", initialize)).answer();
            session =
                    "Mcp-Session-Id: "
                            + Objects.requireNonNull(
                                    answer.header("Mcp-Session-Id"), answer::toString)
                            + "\r\n";
        }
    }

    /** Waits for something to happen; whether this POST has arrived where it goes. */
    private boolean take(List<String> came, int post, List<String> expected)
            throws InterruptedException {
        Happening next = happenings.poll(WireClient.PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        return switch (next) {
            case Happening.Came(String message) -> {
                int at = came.size();
                came.add(words.got(message, at < expected.size() ? expected.get(at) : null));
                yield false;
            }
            case Happening.Answered(int which) -> {
                answered++;
                yield which == post;
            }
            case Happening.Reached() -> true;
            case null -> throw new AssertionError("nothing more happens; came so far: " + came);
        };
    }

    private void post(URI gateway, int at) {
        String message = words.sent(scenario.messages().get(at));
        String headers =
                session == null
                        ? Stamp.headers(message, scenario.headers().getOrDefault(at + 1, Map.of()))
                        : session;
        try (WireClient wire = new WireClient(gateway)) {
            read(
                    wire.send(request(gateway.getPath(), headers, message)),
                    scenario.http().get(at + 1));
        } catch (IOException broken) {
            happenings.add(new Happening.Came("the answer is broken: " + broken));
        } finally {
            happenings.add(new Happening.Answered(at));
        }
    }

    private void read(WireClient wire, @Nullable String otherwiseSilent) throws IOException {
        Head head = wire.head();
        if ("text/event-stream".equals(head.header("Content-Type"))) {
            for (String next = wire.message(); next != null; next = wire.message()) {
                happenings.add(new Happening.Came(next));
            }
            return;
        }
        String body = wire.body();
        boolean fits = otherwiseSilent != null && Wildcards.match(otherwiseSilent, body);
        boolean accepted = otherwiseSilent == null && head.status() == 202 && body.isEmpty();
        if (!fits && !accepted) {
            happenings.add(new Happening.Came(body));
        }
    }

    private static String request(String path, String headers, String message) {
        byte[] body = message.getBytes(UTF_8);
        return "POST "
                + path
                + " HTTP/1.1\r\n"
                + "Host: localhost\r\n"
                + "Content-Type: application/json\r\n"
                + "Accept: application/json, text/event-stream\r\n"
                + "Content-Length: "
                + body.length
                + "\r\n"
                + headers
                + "\r\n"
                + message;
    }
}
