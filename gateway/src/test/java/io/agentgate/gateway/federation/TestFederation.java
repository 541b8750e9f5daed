package io.agentgate.gateway.federation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.Ruling.Bearing;
import io.agentgate.gateway.call.Session;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.Message;
import io.agentgate.protocol.Notification;
import io.agentgate.protocol.Peer;
import io.agentgate.protocol.Request;
import io.agentgate.protocol.Response;
import io.agentgate.protocol.Scanned;
import io.agentgate.protocol.Scanner;
import io.agentgate.protocol.Value;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A federation with servers that say what a test tells them to, and doors that are open. */
final class TestFederation {
    /** All a server may have. */
    static final String ALL =
            "{\"tools\":{},\"prompts\":{},\"resources\":{\"subscribe\":true},\"logging\":{},"
                    + "\"completions\":{},\"tasks\":{\"list\":{},\"cancel\":{}}}";

    final Federation federation;
    final Deque<String> told = new ArrayDeque<>();
    final Deque<Bearing> bearings = new ArrayDeque<>();
    final Map<String, Deque<String>> sent = new HashMap<>();
    final List<String> notes = new ArrayList<>();
    final List<String> unreachable = new ArrayList<>();
    private final Map<String, Map<Id, Id>> tokens = new HashMap<>();
    private final Scanner ofClient = new Scanner(Federation.CLIENT_LIMITS, Peer.CLIENT);
    private final Scanner ofServer = new Scanner(Session.SERVER_LIMITS, Peer.SERVER);
    private final List<String> servers;
    private long now = -5;

    TestFederation(PrefixMode mode, String... servers) {
        this(new Roster(settings(mode, servers)), servers);
    }

    TestFederation(Roster roster, String... servers) {
        this.servers = List.of(servers);
        federation = new Federation(roster);
        for (String server : servers) {
            sent.put(server, new ArrayDeque<>());
            tokens.put(server, new HashMap<>());
        }
    }

    static FederationSettings settings(PrefixMode mode, String... servers) {
        return FederationSettings.of(List.of(servers), mode, "agentgate", "1.0");
    }

    /** A session in which all servers have answered that they have everything. */
    static TestFederation open(PrefixMode mode, String... servers) {
        return new TestFederation(mode, servers).begin();
    }

    TestFederation begin() {
        return begin("{\"sampling\":{},\"elicitation\":{},\"roots\":{},\"tasks\":{}}");
    }

    TestFederation begin(String clientCapabilities) {
        client(initialize(clientCapabilities));
        for (String server : servers) {
            answer(server, initialized(ALL, ""));
        }
        client(notification("notifications/initialized", "{}"));
        told.clear();
        bearings.clear();
        sent.values().forEach(Deque::clear);
        return this;
    }

    static String initialize(String capabilities) {
        return request(
                "0",
                "initialize",
                "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":"
                        + capabilities
                        + ",\"clientInfo\":{\"name\":\"c\",\"version\":\"1\"}}");
    }

    /** A server's result of initialize. */
    static String initialized(String capabilities, String more) {
        return "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":"
                + capabilities
                + ",\"serverInfo\":{\"name\":\"s\",\"version\":\"2\"}"
                + more
                + "}";
    }

    static String request(String id, String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":%s,\"method\":\"%s\",\"params\":%s}"
                .formatted(id, method, params);
    }

    static String notification(String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"%s\",\"params\":%s}".formatted(method, params);
    }

    static String result(String id, String result) {
        return "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":%s}".formatted(id, result);
    }

    static String error(String id, int code, String message) {
        return "{\"jsonrpc\":\"2.0\",\"id\":%s,\"error\":{\"code\":%d,\"message\":\"%s\"}}"
                .formatted(id, code, message);
    }

    static String call(String id, String tool) {
        return request(id, "tools/call", "{\"name\":\"" + tool + "\",\"arguments\":{}}");
    }

    /** Tools of these names, as a server's result. */
    static String tools(String... names) {
        List<String> items = new ArrayList<>();
        for (String name : names) {
            items.add("{\"name\":\"" + name + "\",\"inputSchema\":{\"type\":\"object\"}}");
        }
        return "{\"tools\":[" + String.join(",", items) + "]}";
    }

    void client(String message) {
        Scanned scanned = ofClient.scan(message.getBytes(UTF_8));
        assertThat(scanned).isInstanceOf(Message.class);
        take(federation.fromClient((Message) scanned));
    }

    /** A server says something. */
    void server(String server, String message) {
        Message scanned = (Message) ofServer.scan(message.getBytes(UTF_8));
        Bearing bearing =
                switch (scanned) {
                    case Response response ->
                            new Bearing.Answers(Objects.requireNonNull(response.id()));
                    case Request request -> new Bearing.Asks(request.id());
                    case Notification notification -> bearing(server, notification);
                };
        take(federation.fromServer(server, scanned.frame(), bearing));
    }

    private Bearing bearing(String server, Notification notification) {
        Id token = notification.params().progressToken();
        Id reported = token == null ? null : known(server).get(token);
        return reported == null ? Bearing.ALONE : new Bearing.ReportsOn(reported);
    }

    private Map<Id, Id> known(String server) {
        return Objects.requireNonNull(tokens.get(server));
    }

    /** A server answers the oldest thing it was sent and that no test has looked at. */
    void answer(String server, String result) {
        String asked = sentTo(server);
        server(server, result(id(asked), result));
    }

    void fail(String server, int code, String message) {
        server(server, error(id(sentTo(server)), code, message));
    }

    /** The id of a message, as it is spelled. */
    static String id(String message) {
        Value id = Value.of(io.agentgate.protocol.Frame.of(message.getBytes(UTF_8))).member("id");
        return new String(Objects.requireNonNull(id).bytes(), UTF_8);
    }

    void left(String server, String reason) {
        take(federation.left(server, reason));
    }

    void joined(String server) {
        take(federation.joined(server));
    }

    /** Time goes by; the first tick starts the clocks of what is new. */
    void pass(Duration time) {
        take(federation.tick(now));
        now += time.toNanos();
        take(federation.tick(now));
    }

    /** What the client was told next. */
    String told() {
        assertThat(told).isNotEmpty();
        bearings.removeFirst();
        return told.removeFirst();
    }

    String sentTo(String server) {
        Deque<String> queue = queue(server);
        assertThat(queue).as("sent to " + server).isNotEmpty();
        return queue.removeFirst();
    }

    Deque<String> queue(String server) {
        return Objects.requireNonNull(sent.get(server));
    }

    void assertSilence() {
        assertThat(told).isEmpty();
        sent.forEach((server, queue) -> assertThat(queue).as(server).isEmpty());
    }

    void take(List<Step> steps) {
        for (Step step : steps) {
            switch (step) {
                case Step.ToServer to -> send(to);
                case Step.Unreachable to -> unreachable.add(to.server() + " " + to.frame().text());
                case Step.ToClient to -> {
                    told.add(to.frame().text());
                    bearings.add(to.bearing());
                }
                case Step.Note note -> notes.add(note.server() + ": " + note.what());
            }
        }
    }

    private void send(Step.ToServer to) {
        queue(to.server()).add(to.frame().text());
        Scanned scanned =
                new Scanner(Federation.CLIENT_LIMITS, Peer.CLIENT).scan(to.frame().bytes());
        assertThat(scanned).as(to.frame().text()).isInstanceOf(Message.class);
        if (scanned instanceof Request request && request.params().progressToken() != null) {
            known(to.server()).put(request.params().progressToken(), request.id());
        }
    }
}
