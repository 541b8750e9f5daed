package io.agentgate.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agentgate.embedded.files.FilePolicyStore;
import io.agentgate.embedded.sqlite.SqliteAuditLog;
import io.agentgate.embedded.sqlite.SqliteAuditSink;
import io.agentgate.embedded.sqlite.SqliteDatabase;
import io.agentgate.embedded.sqlite.SqliteStatistics;
import io.agentgate.gateway.audit.AuditEvent;
import io.agentgate.gateway.audit.AuditLogException;
import io.agentgate.gateway.audit.CallDecision;
import io.agentgate.gateway.audit.CallPage;
import io.agentgate.gateway.audit.CallQuery;
import io.agentgate.gateway.audit.CallRecord;
import io.agentgate.gateway.audit.CallSearch;
import io.agentgate.gateway.audit.CallStatus;
import io.agentgate.gateway.audit.RecordedCalls;
import io.agentgate.testkit.audit.SampleCall;
import io.agentgate.testkit.time.FixedClock;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A dashboard that listens, over a real SQLite file and a real policy file. */
final class RunningDashboard {
    static final String TOKEN = "0123456789abcdef0123456789abcdef";
    static final Instant NOW = SampleCall.START.plusSeconds(90);
    static final String POLICY =
            """
            [metadata]
            name = "p"
            version = "1"

            [[rules]]
            id = "no-erasing"
            tool = "erase"
            action = "deny"
            """;
    static final List<ShownPolicy.InForce> GATEWAYS =
            List.of(
                    new ShownPolicy.InForce(
                            11L, "wrap", "files", "/srv/strict.toml", "0123456789abcdef"),
                    new ShownPolicy.InForce(12L, "serve", "mail", null, "none"));
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = HttpClient.newHttpClient();
    private final SqliteAuditSink sink;
    private final SqliteAuditLog log;
    private final SqliteStatistics statistics;
    private final Path policy;
    private final int port;
    private volatile boolean away;

    RunningDashboard(Path home) throws Exception {
        this(home, SampleDesks.controls(home));
    }

    RunningDashboard(Path home, Controls controls) throws Exception {
        SqliteDatabase database =
                new SqliteDatabase(home.resolve("agentgate.db"), () -> new byte[32]);
        InstantSource clock = () -> NOW;
        sink = new SqliteAuditSink(database, clock);
        log = new SqliteAuditLog(database);
        statistics = new SqliteStatistics(database);
        policy = Files.writeString(home.resolve("policy.toml"), POLICY);
        FilePolicyStore policies =
                new FilePolicyStore(policy, home.resolve("replaced"), new FixedClock());
        Dashboard dashboard =
                new Dashboard(
                        vertx,
                        0,
                        new DashboardParts(
                                new Desks(
                                        new Sometimes(),
                                        new ShownPolicy(
                                                () ->
                                                        new ShownPolicy.Source(
                                                                policies,
                                                                policy.toString(),
                                                                new SampleDesks.Rehearsal()),
                                                () -> GATEWAYS),
                                        SampleDesks.HOUSEHOLD,
                                        controls,
                                        clock),
                                statistics,
                                accept -> new DashboardParts.Page("text/plain", "# metrics\n"),
                                TOKEN,
                                "ann at the dashboard"));
        port =
                dashboard
                        .start()
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(10, TimeUnit.SECONDS);
    }

    /** The calls, as long as they can be read. */
    private final class Sometimes implements RecordedCalls {
        private RecordedCalls now() throws AuditLogException {
            if (away) {
                throw new AuditLogException("the records are away", null);
            }
            return log;
        }

        @Override
        public List<CallRecord> calls(CallQuery query) throws AuditLogException {
            return now().calls(query);
        }

        @Override
        public CallPage search(CallSearch search, Duration budget) throws AuditLogException {
            return now().search(search, budget);
        }

        @Override
        public Optional<CallRecord> call(String decisionId) throws AuditLogException {
            return now().call(decisionId);
        }
    }

    /** Whether the records can be read is for a test to say. */
    void beAway(boolean now) {
        away = now;
    }

    int port() {
        return port;
    }

    Path policy() {
        return policy;
    }

    HttpClient http() {
        return http;
    }

    /** Records calls, with an outcome where they were let through. */
    void store(SampleCall... calls) throws Exception {
        List<AuditEvent> events = new ArrayList<>();
        for (SampleCall call : calls) {
            events.add(call.decided());
            if (call.decision() == CallDecision.ALLOWED) {
                events.add(
                        call.tool().equals("broken")
                                ? call.settled(CallStatus.ERROR, "it broke")
                                : call.settled());
            }
        }
        sink.deliver(events);
    }

    /** Records events as they are. */
    void deliver(AuditEvent... events) throws Exception {
        sink.deliver(List.of(events));
    }

    /** A request without any credential. */
    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(20));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Sends a request with the token. */
    HttpResponse<String> ask(String method, String path, String body, String... headers)
            throws Exception {
        HttpRequest.Builder request =
                request(path)
                        .header("Authorization", "Bearer " + TOKEN)
                        .method(method, HttpRequest.BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return send(request);
    }

    HttpResponse<String> get(String path) throws Exception {
        return ask("GET", path, "");
    }

    JsonNode json(String path) throws Exception {
        return json(get(path));
    }

    static JsonNode json(HttpResponse<String> answer) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        return JSON.readTree(answer.body());
    }

    /** What a WebSocket hears. */
    static final class Heard implements WebSocket.Listener {
        final BlockingQueue<String> frames = new LinkedBlockingQueue<>();

        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket socket, CharSequence text, boolean last) {
            frames.add(text.toString());
            socket.request(1);
            return null;
        }

        /** The next frame, as soon as it is there. */
        JsonNode next() throws Exception {
            String frame = frames.poll(20, TimeUnit.SECONDS);
            assertThat(frame).as("a frame within 20 s").isNotNull();
            return JSON.readTree(frame);
        }
    }

    /** Listens at the live feed, with parameters that begin with a question mark, or none. */
    WebSocket listen(Heard heard, String parameters, WebSocket.Builder builder) {
        return builder.buildAsync(
                        URI.create("ws://127.0.0.1:" + port + "/api/ws/live" + parameters), heard)
                .join();
    }

    WebSocket listen(Heard heard, String parameters) {
        return listen(
                heard,
                parameters,
                http.newWebSocketBuilder().header("Authorization", "Bearer " + TOKEN));
    }

    void close() throws Exception {
        http.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        statistics.close();
        log.close();
        sink.close();
    }
}
