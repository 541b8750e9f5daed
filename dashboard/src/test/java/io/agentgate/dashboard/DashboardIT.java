package io.agentgate.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agentgate.gateway.audit.CallDecision;
import io.agentgate.testkit.audit.SampleCall;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Over a real SQLite file and a real policy file. */
class DashboardIT {
    private static final String TOKEN = RunningDashboard.TOKEN;
    private static final String POLICY = RunningDashboard.POLICY;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private Path home;

    private RunningDashboard running;
    private HttpClient http;
    private Path policy;
    private int port;

    @BeforeEach
    void start() throws Exception {
        running = new RunningDashboard(home);
        http = running.http();
        policy = running.policy();
        port = running.port();
    }

    @AfterEach
    void stop() throws Exception {
        running.close();
    }

    private void store(SampleCall... calls) throws Exception {
        running.store(calls);
    }

    private HttpRequest.Builder request(String path) {
        return running.request(path);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return running.get(path);
    }

    private HttpResponse<String> put(String text, String... headers) throws Exception {
        return running.ask("PUT", "/api/policies", text, headers);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return running.send(request);
    }

    private JsonNode json(String path) throws Exception {
        return running.json(path);
    }

    @Test
    void scriptComesPackedForWhoeverTakesItSoAndOnlyOnce() throws Exception {
        HttpResponse<byte[]> packed = script("Accept-Encoding", "gzip, deflate, br");
        HttpResponse<byte[]> plain = script("Accept-Encoding", "identity;q=1");

        assertThat(packed.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(packed.body().length).isLessThan(plain.body().length / 2);
        try (InputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(packed.body()))) {
            assertThat(unpacked.readAllBytes()).isEqualTo(plain.body());
        }
        String tag = packed.headers().firstValue("ETag").orElseThrow();
        assertThat(script("If-None-Match", tag).statusCode()).isEqualTo(304);
    }

    private HttpResponse<byte[]> script(String header, String value) throws Exception {
        return http.send(
                running.request("/assets/app.js").header(header, value).build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    @Test
    void callsAreAnArrayNewestFirst() throws Exception {
        store(
                SampleCall.numbered(1),
                SampleCall.numbered(2).withTool("erase").withDecision(CallDecision.DENIED),
                SampleCall.numbered(3));

        JsonNode calls = json("/api/invocations");
        assertThat(calls).hasSize(3);
        assertThat(calls.get(0).path("id").asText()).isEqualTo("w1-3");
        assertThat(calls.get(1).path("status").asText()).isEqualTo("denied");
        assertThat(calls.get(1).path("policy_hit").asText()).isEqualTo("rule-2");
        assertThat(json("/api/invocations?limit=1&offset=1").get(0).path("id").asText())
                .isEqualTo("w1-2");
        assertThat(json("/api/invocations?tool=erase&status=denied")).hasSize(1);
        assertThat(json("/api/invocations?tool=nothing")).isEmpty();
        assertThat(json("/api/invocations?limit=501")).hasSize(3);
        assertThat(json("/api/invocations/w1-3").path("tool_name").asText()).isEqualTo("read_file");
    }

    @ParameterizedTest
    @CsvSource({
        "/api/invocations?limit=-1, 400, `limit` must be",
        "/api/invocations?limit=0, 400, `limit` must be",
        "/api/invocations?limit=ten, 400, `limit` must be",
        "/api/invocations?limit=1&limit=2, 400, `limit` is there twice",
        "/api/invocations?offset=x, 400, `offset` must be",
        "/api/invocations?status=fine, 400, `status` must be one of allowed",
        "/api/invocations?tol=x, 400, no parameter `tol`",
        "/api/invocations/w1-1?x=1, 400, no parameter `x`",
        "/api/overview?tool=x, 400, no parameter `tool`",
        "/api/stats/tools?limit=1, 400, no parameter `limit`",
        "/api/ws/live, 426, WebSocket",
        "/api/invocations/w1-99, 404, not found",
        "/api/nothing, 404, not found"
    })
    void whatCannotBeAnsweredIsAnError(String path, int status, String words) throws Exception {
        HttpResponse<String> answer = get(path);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(JSON.readTree(answer.body()).path("error").asText()).contains(words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/overview", "/api/stats/overview"})
    void overviewCountsAllAndTheLastHourMinuteByMinute(String path) throws Exception {
        store(
                SampleCall.numbered(1),
                SampleCall.numbered(2).withDecision(CallDecision.DENIED),
                SampleCall.numbered(3).withTime(SampleCall.START.plusSeconds(80)),
                SampleCall.numbered(4).withTime(SampleCall.START.minusSeconds(7200)));

        JsonNode overview = json(path);
        assertThat(overview.path("total_calls").asInt()).isEqualTo(4);
        assertThat(overview.path("total_denials").asInt()).isEqualTo(1);
        assertThat(overview.path("avg_latency_ms").asDouble()).isBetween(1.23, 1.24);
        assertThat(overview.path("calls_per_minute_now").asInt()).isEqualTo(1);
        JsonNode minutes = overview.path("sparkline");
        assertThat(minutes).hasSize(60);
        assertThat(minutes.get(58).path("bucket").asText()).isEqualTo("2026-11-20T12:00:00Z");
        assertThat(minutes.get(58).path("count").asInt()).isEqualTo(2);
        assertThat(minutes.get(59).path("count").asInt()).isEqualTo(1);
    }

    @Test
    void nothingStoredIsNoError() throws Exception {
        assertThat(json("/api/invocations")).isEmpty();
        assertThat(json("/api/overview").path("total_calls").asInt()).isZero();
        assertThat(json("/api/overview").path("avg_latency_ms").isNull()).isTrue();
        assertThat(json("/api/overview").path("sparkline")).hasSize(60);
        assertThat(json("/api/tools")).isEmpty();
        assertThat(json("/api/agents")).isEmpty();
        assertThat(json("/api/violations")).isEmpty();
    }

    @Test
    void figuresAreThoseOfEachToolAgentAndRule() throws Exception {
        store(
                SampleCall.numbered(1),
                SampleCall.numbered(2),
                SampleCall.numbered(3).withTool("broken"),
                SampleCall.numbered(4).withTool("erase").withDecision(CallDecision.DENIED));

        JsonNode tools = json("/api/stats/tools");
        assertThat(tools.get(0).path("tool_name").asText()).isEqualTo("read_file");
        assertThat(tools.get(0).path("total_calls").asInt()).isEqualTo(2);
        assertThat(tools.get(1).path("error_count").asInt()).isEqualTo(1);
        assertThat(tools.get(2).path("denial_count").asInt()).isEqualTo(1);
        assertThat(tools.get(2).path("avg_latency_ms").isNull()).isTrue();
        assertThat(tools.get(0).path("last_seen").asText())
                .isEqualTo(json("/api/invocations").get(2).path("timestamp").asText())
                .endsWith("+00:00");
        assertThat(tools.get(0).path("avg_latency_ms").asText()).isEqualTo("1.235");
        assertThat(json("/api/invocations").get(2).path("latency_ms").asText()).isEqualTo("1.235");
        assertThat(json("/api/agents")).hasSize(4);
        JsonNode violations = json("/api/violations");
        assertThat(violations).hasSize(1);
        assertThat(violations.get(0).path("policy_hit").asText()).isEqualTo("rule-4");
        assertThat(violations.get(0).path("status").asText()).isEqualTo("denied");
    }

    @Test
    void policyIsReadAndReplacedAndWhatWasThereIsKept() throws Exception {
        HttpResponse<String> read = get("/api/policies");
        assertThat(read.body()).isEqualTo(POLICY);
        String tag = read.headers().firstValue("ETag").orElseThrow();

        String changed = POLICY.replace("erase", "delete");
        HttpResponse<String> replaced = put(changed, "If-Match", tag);
        assertThat(replaced.statusCode()).as(replaced.body()).isEqualTo(200);
        assertThat(JSON.readTree(replaced.body()).path("ok").asBoolean()).isTrue();
        assertThat(policy).hasContent(changed);
        try (var kept = Files.list(home.resolve("replaced"))) {
            assertThat(kept).singleElement().satisfies(f -> assertThat(f).hasContent(POLICY));
        }
        assertThat(put(POLICY, "If-Match", tag).statusCode()).isEqualTo(412);
        assertThat(policy).hasContent(changed);
    }

    /** As curl sends it unless it is told otherwise. */
    @Test
    void policyThatIsCalledAFormIsTakenAsText() throws Exception {
        String longer = "# " + "x=y&".repeat(5_000) + "\n" + POLICY;

        HttpResponse<String> replaced =
                put(longer, "Content-Type", "application/x-www-form-urlencoded");

        assertThat(replaced.statusCode()).as(replaced.body()).isEqualTo(200);
        assertThat(policy).hasContent(longer);
        assertThat(put(longer).statusCode()).as("the same again").isEqualTo(200);
        try (var kept = Files.list(home.resolve("replaced"))) {
            assertThat(kept).hasSize(1);
        }
    }

    @Test
    void gatewaysThatGoByOtherRulesThanThoseShownAreNamed() throws Exception {
        JsonNode told = json("/api/policies/in-force");

        assertThat(told.path("source").asText()).isEqualTo(policy.toString());
        assertThat(told.path("gateways")).hasSize(2);
        JsonNode other = told.path("gateways").get(0);
        assertThat(other.path("pid").asLong()).isEqualTo(11);
        assertThat(other.path("command").asText()).isEqualTo("wrap");
        assertThat(other.path("server").asText()).isEqualTo("files");
        assertThat(other.path("source").asText()).isEqualTo("/srv/strict.toml");
        assertThat(other.path("revision").asText()).isEqualTo("0123456789abcdef");
        assertThat(other.path("shown").asBoolean(true)).isFalse();
        assertThat(told.path("gateways").get(1).path("source").isNull()).isTrue();
        assertThat(get("/api/policies/in-force?x=1").statusCode()).isEqualTo(400);
    }

    @Test
    void policyThatDoesNotLoadIsNotWritten() throws Exception {
        HttpResponse<String> refused = put("[[rules]]\nid = 'x'\ncondition = '('\n");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("policy.toml:");
        assertThat(policy).hasContent(POLICY);
        assertThat(put("x".repeat((1 << 20) + 1)).statusCode()).isEqualTo(413);
        assertThat(put("").body()).contains("missing table `[metadata]`");
        assertThat(policy).hasContent(POLICY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/invocations",
                "/api/overview",
                "/api/stats/tools",
                "/api/violations",
                "/api/policies",
                "/api/policies/in-force",
                "/api/ws/live",
                "/api/whatever"
            })
    void nothingIsShownWithoutTheToken(String path) throws Exception {
        for (String credential : List.of("Bearer wrong", "Basic " + TOKEN, TOKEN, "Bearer ")) {
            HttpResponse<String> answer = send(request(path).header("Authorization", credential));
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.body()).doesNotContain(TOKEN);
            assertThat(JSON.readTree(answer.body()).path("error").asText()).isNotEmpty();
        }
        assertThat(send(request(path + "?token=" + TOKEN)).statusCode()).isEqualTo(401);
    }

    @Test
    void otherNamesOfThisMachineAreNotAnswered() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream()
                    .write(
                            ("GET /health HTTP/1.1\r\nHost: evil.example:"
                                            + port
                                            + "\r\nConnection: close\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
            String answer =
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

            assertThat(answer)
                    .startsWith("HTTP/1.1 421 ")
                    .endsWith("\r\n\r\n{\"error\":\"ask for localhost or 127.0.0.1\"}");
        }
    }

    @Test
    void someThingsAreForEverybodyOfThisMachine() throws Exception {
        assertThat(send(request("/health")).body()).isEqualTo("ok");
        assertThat(send(request("/metrics")).body()).isEqualTo("# metrics\n");
        HttpResponse<String> page = send(request("/"));
        assertThat(page.body()).contains("<ag-app>").doesNotContain(TOKEN);
        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(rule -> assertThat(rule).contains("default-src 'none'"));
    }

    @Test
    void everyRouteIsDescribed() throws Exception {
        JsonNode paths = JSON.readTree(send(request("/api/openapi.json")).body()).path("paths");

        TreeSet<String> described = new TreeSet<>();
        paths.fieldNames().forEachRemaining(described::add);
        for (String path : described) {
            String asked = path.replace("{id}", "none");
            for (var method = paths.path(path).fieldNames(); method.hasNext(); ) {
                HttpResponse<String> answer =
                        send(
                                request(asked)
                                        .header("Authorization", "Bearer " + TOKEN)
                                        .method(
                                                method.next().toUpperCase(java.util.Locale.ROOT),
                                                HttpRequest.BodyPublishers.noBody()));
                assertThat(answer.statusCode()).as(asked).isNotIn(401, 405, 500);
            }
        }
        assertThat(described).hasSizeGreaterThan(12);
    }

    private WebSocket listen(RunningDashboard.Heard heard, WebSocket.Builder builder) {
        return running.listen(heard, "", builder);
    }

    @Test
    void callsAreToldAsTheyEnd() throws Exception {
        store(SampleCall.numbered(1));
        RunningDashboard.Heard heard = new RunningDashboard.Heard();
        WebSocket socket =
                listen(
                        heard,
                        http.newWebSocketBuilder().header("Authorization", "Bearer " + TOKEN));
        // What ends before the feed has looked once may have been there before.
        String told = null;
        for (int number = 2; told == null && number < 200; number++) {
            store(SampleCall.numbered(number));
            told = heard.frames.poll(100, TimeUnit.MILLISECONDS);
        }

        assertThat(JSON.readTree(told).path("tool_name").asText()).isEqualTo("read_file");
        assertThat(JSON.readTree(told).path("id").asText()).isNotEqualTo("w1-1");
        socket.abort();
    }

    @Test
    void pageListensWithATicketThatIsGoodOnce() throws Exception {
        HttpResponse<String> given =
                send(
                        request("/api/ws/ticket")
                                .header("Authorization", "Bearer " + TOKEN)
                                .POST(HttpRequest.BodyPublishers.noBody()));
        String ticket = JSON.readTree(given.body()).path("ticket").asText();
        WebSocket socket =
                listen(
                        new RunningDashboard.Heard(),
                        http.newWebSocketBuilder()
                                .subprotocols("agentgate.live", "agentgate.ticket." + ticket));
        assertThat(socket.getSubprotocol()).isEqualTo("agentgate.live");
        socket.abort();

        assertThat(refusal("agentgate.ticket." + ticket)).isEqualTo(401);
        assertThat(refusal("agentgate.ticket.made-up")).isEqualTo(401);
    }

    private int refusal(String protocol) {
        try {
            listen(
                            new RunningDashboard.Heard(),
                            http.newWebSocketBuilder().subprotocols("agentgate.live", protocol))
                    .abort();
            return 101;
        } catch (CompletionException refused) {
            return refused.getCause() instanceof WebSocketHandshakeException handshake
                    ? handshake.getResponse().statusCode()
                    : -1;
        }
    }
}
