package io.agentgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code wrap --metrics-port} shows, read as Prometheus reads it. */
@Timeout(120)
class MetricsIT {
    private static final Pattern SAMPLE =
            Pattern.compile(
                    "(?<series>[a-z_:]+(?:\\{(?:[a-z_]+=\"[^\"]*\",?)+})?) (?<value>[0-9.E+-]+)");
    private static final String INITIALIZE =
            """
            {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25",\
            "capabilities":{},"clientInfo":{"name":"test","version":"1"}}}\
            """;
    private static final String RULES =
            """
            [metadata]
            name = "metered"
            version = "1"

            [[rules]]
            id = "no-shell"
            tool = "bash"
            action = "deny"

            [[rules]]
            id = "no-more"
            tool = "post"
            action = "rate_limit"
            max_calls = 0
            """;

    @TempDir private Path home;

    private final InetAddress loopback = InetAddress.getLoopbackAddress();

    /** A port that was free a moment ago. */
    private int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, loopback)) {
            return socket.getLocalPort();
        }
    }

    private RawSession session(int port, List<String> server) throws IOException {
        var policy = Files.writeString(home.resolve("rules.toml"), RULES);
        return RawSession.wrap(
                home,
                List.of("--metrics-port", Integer.toString(port), "--policy", policy.toString()),
                server);
    }

    /** A status line, headers and a body. */
    private record Answer(int status, String head, String body) {}

    private Answer get(int port, String path) throws IOException {
        return send(port, "GET " + path, "127.0.0.1:" + port, null);
    }

    private Answer send(int port, String line, @Nullable String host, @Nullable String accept)
            throws IOException {
        var request = line + " HTTP/1.1\r\nConnection: close\r\nContent-Length: 0\r\n";
        if (host != null) {
            request += "Host: " + host + "\r\n";
        }
        if (accept != null) {
            request += "Accept: " + accept + "\r\n";
        }
        try (var socket = new Socket(loopback, port)) {
            socket.getOutputStream().write((request + "\r\n").getBytes(StandardCharsets.UTF_8));
            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            var body = answer.indexOf("\r\n\r\n");
            return new Answer(
                    Integer.parseInt(answer.split(" ", 3)[1]),
                    answer.substring(0, body),
                    answer.substring(body + 4));
        }
    }

    private Map<String, Double> samples(int port) throws IOException {
        var samples = new TreeMap<String, Double>();
        for (var line : get(port, "/metrics").body().lines().toList()) {
            if (!line.startsWith("#")) {
                var sample = SAMPLE.matcher(line);
                assertThat(sample.matches()).as(line).isTrue();
                samples.put(sample.group("series"), Double.parseDouble(sample.group("value")));
            }
        }
        return samples;
    }

    @Test
    void callsOfASessionAreCountedUnderNamesThatAreKnown() throws IOException {
        var port = freePort();
        try (var session = session(port, Workshop.command())) {
            session.send(INITIALIZE);
            session.next();
            session.send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
            session.call(2, "list_files", "{}");
            session.next();
            session.send("{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"tools/list\"}");
            session.next();
            session.call(4, "list_files", "{}");
            session.next();
            session.call(5, "bash", "{\"command\":\"id\"}");
            session.next();
            session.call(6, "post", "{}");
            session.next();
            session.call(7, "no-such-tool", "{}");
            session.next();

            var calls = "agentgate_tool_calls_total{status=\"%s\",tool=\"%s\"}";
            assertThat(samples(port))
                    .containsEntry(calls.formatted("success", "other"), 1.0)
                    .containsEntry(calls.formatted("success", "list_files"), 1.0)
                    .containsEntry(calls.formatted("denied", "bash"), 1.0)
                    .containsEntry(calls.formatted("rate_limited", "post"), 1.0)
                    .containsEntry(calls.formatted("error", "other"), 1.0)
                    .containsEntry(
                            "agentgate_tool_call_duration_seconds_count{tool=\"list_files\"}", 1.0)
                    .containsEntry("agentgate_policy_denials_total{rule_id=\"no-shell\"}", 1.0)
                    .containsEntry("agentgate_rate_limit_hits_total{scope=\"policy\"}", 1.0)
                    .containsEntry("agentgate_active_sessions", 0.0)
                    .allSatisfy((series, value) -> assertThat(series).doesNotContain("no-such"));
        }
    }

    @Test
    void callIsInFlightUntilItIsAnsweredAndBreakersAreShownWhereThereAreAny() throws IOException {
        Files.writeString(home.resolve("config.toml"), "[circuit_breaker]\nerror_threshold = 2\n");
        var port = freePort();
        try (var session = session(port, ScriptedServer.shuffling(2))) {
            session.call(1, "bash-like", "{}");
            Eventually.holds(
                    "one call in flight",
                    () -> value(port, "agentgate_active_sessions").equals(1.0));
            session.call(2, "bash-like", "{}");
            session.next();
            session.next();

            assertThat(samples(port))
                    .containsEntry("agentgate_active_sessions", 0.0)
                    .containsEntry("agentgate_circuit_breaker_state{tool=\"other\"}", 0.0);
        }
    }

    private Double value(int port, String series) {
        try {
            return samples(port).getOrDefault(series, Double.NaN);
        } catch (IOException notYet) {
            return Double.NaN;
        }
    }

    @Test
    void portIsOpenAsLongAsTheSession() throws IOException {
        var port = freePort();
        try (var session = session(port, ScriptedServer.answering())) {
            session.call(1, "read", "{}");
            session.next();
            assertThat(get(port, "/health"))
                    .satisfies(
                            answer -> {
                                assertThat(answer.status()).isEqualTo(200);
                                assertThat(answer.body()).isEqualTo("ok");
                            });
            assertThatThrownBy(() -> new Socket("127.0.0.2", port))
                    .isInstanceOf(ConnectException.class);
            session.endInput();
            assertThat(session.exitCode()).isZero();
        }
        assertThatThrownBy(() -> get(port, "/health")).isInstanceOf(ConnectException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "GET /metrics, localhost, 200",
        "GET /metrics?x=1, [::1]:80, 200",
        "GET /metrics, evil.example, 403",
        "GET /health, evil.example, 403",
        "GET /nothing, evil.example, 403",
        "GET /metrics, , 403",
        "GET /, localhost, 404",
        "GET /metrics/, localhost, 404",
        "GET /metricsx, localhost, 404",
        "POST /metrics, localhost, 405",
        "DELETE /health, localhost, 405",
        "HEAD /metrics, localhost, 405",
    })
    void twoPagesAreServedUnderTheNamesOfThisMachine(String line, @Nullable String host, int status)
            throws IOException {
        var port = freePort();
        try (var session = session(port, ScriptedServer.answering())) {
            session.call(1, "read", "{}");
            session.next();

            assertThat(send(port, line, host, null).status()).isEqualTo(status);
        }
    }

    @Test
    void readerThatAsksForOpenMetricsGetsIt() throws IOException {
        var port = freePort();
        try (var session = session(port, ScriptedServer.answering())) {
            session.call(1, "read", "{}");
            session.next();

            var host = "localhost:" + port;
            var asked = "application/openmetrics-text;version=1.0.0,text/plain;q=0.5";
            assertThat(send(port, "GET /metrics", host, asked).head())
                    .contains("application/openmetrics-text; version=1.0.0");
            assertThat(get(port, "/metrics").head()).contains("text/plain; version=0.0.4");
        }
    }

    @Test
    void portOfTheOptionThatIsTakenEndsTheSessionBeforeItBegins() throws IOException {
        try (var taken = new ServerSocket(0, 1, loopback)) {
            var started = home.resolve("started");
            var ended =
                    Gateway.run(
                            home,
                            Gateway.wrap(
                                    List.of("--metrics-port=" + taken.getLocalPort()),
                                    List.of("touch", started.toString())));

            assertThat(ended.exitCode()).isEqualTo(74);
            assertThat(ended.out()).isEmpty();
            assertThat(ended.err())
                    .isEqualTo(
                            "agentgate: the port "
                                    + taken.getLocalPort()
                                    + " for metrics cannot be used: Address already in use\n");
            assertThat(started).doesNotExist();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void portOfTheConfigurationBelongsToTheSessionThatCameFirst(boolean free) throws IOException {
        try (var other = new ServerSocket(0, 1, loopback)) {
            var port = free ? freePort() : other.getLocalPort();
            Files.writeString(home.resolve("config.toml"), "metrics_port = " + port + "\n");
            try (var session = RawSession.wrap(home, ScriptedServer.answering())) {
                session.call(1, "read", "{}");
                assertThat(session.next()).contains("\"result\"");

                if (free) {
                    assertThat(get(port, "/health").status()).isEqualTo(200);
                } else {
                    session.awaitSaid("this session shows no metrics");
                }
            }
        }
    }

    @Test
    void readersThatNeverFinishARequestDoNotKeepOthersOut() throws IOException {
        var port = freePort();
        try (var session = session(port, ScriptedServer.answering())) {
            session.call(1, "read", "{}");
            session.next();
            var slow = new ArrayList<Socket>();
            for (int reader = 0; reader < 4; reader++) {
                var socket = new Socket(loopback, port);
                slow.add(socket);
                socket.getOutputStream().write("GET /met".getBytes(StandardCharsets.UTF_8));
            }

            assertThat(get(port, "/health").status()).isEqualTo(200);
            for (var socket : slow) {
                socket.close();
            }
        }
    }
}
