package io.agentgate.e2e.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.testkit.http.Answer;
import io.agentgate.testkit.http.WireClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which requests {@code serve} lets in, and what it tells those it does not. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ServeEntranceIT {
    private static final String NOTE = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/x\"}";
    private static final String LIST = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}";
    private static final int MOST_BYTES = 4_194_304;

    @TempDir private static Path directory = Path.of("");
    private static @Nullable Scene opened;

    @BeforeAll
    static void open() throws Exception {
        opened =
                Scene.open(
                        directory,
                        "",
                        Map.of("SCENE_TOKEN", "sk-of-the-server"),
                        "--allow-origin",
                        "https://inspector.example.com",
                        "--header",
                        "X-Token: Bearer ${SCENE_TOKEN}");
    }

    @AfterAll
    static void close() throws IOException {
        scene().close();
    }

    private static Scene scene() {
        if (opened == null) {
            throw new IllegalStateException("not opened");
        }
        return opened;
    }

    private static Caller caller() throws IOException {
        return scene().caller().inSession();
    }

    private static String post(Caller caller, String message, String... headers) {
        return caller.request("POST", "/mcp", List.of(headers), message);
    }

    /** Nobody shows a key here: who knows a session's id is still not the agent it is of. */
    @Test
    void sessionOfAnAgentThatAProxyNamedIsForThatAgentOnly(@TempDir Path own) throws Exception {
        Map<String, String> trusting = Map.of("AGENTGATE_SERVER_TRUSTED_PROXIES", "127.0.0.0/8");
        try (Scene scene = Scene.open(own, "", trusting)) {
            Caller intern = scene.caller("X-Agent-ID: intern").inSession();
            Caller unnamed = scene.caller();

            assertThat(unnamed.with(intern.session()).post(LIST).status()).isEqualTo(404);
            assertThat(intern.post(LIST).status()).isEqualTo(200);
            assertThat(unnamed.inSession().post(LIST).status()).isEqualTo(200);
        }
    }

    @Test
    void notificationIsAcceptedAndAnsweredWithNothing() throws IOException {
        Answer answer = caller().post(NOTE);

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.body()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json | application/json, text/event-stream | 200",
                "Application/JSON; Charset=\"UTF-8\" | */* | 200",
                "application/json | text/event-stream;q=0.5, application/* | 200",
                "application/json; charset=utf-16 | */* | 415",
                "text/plain | */* | 415",
                "application/json-rpc | */* | 415",
                "application/json | application/json | 406",
                "application/json | text/event-stream | 406",
                "application/json | text/html, */*;q=0 | 406",
            })
    void typesOfAPostAreChecked(String contentType, String accept, int status) throws IOException {
        Answer answer =
                scene().caller()
                        .send(
                                post(
                                        caller(),
                                        LIST,
                                        "Content-Type: " + contentType,
                                        "Accept: " + accept));

        assertThat(answer.status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "MCP-Protocol-Version: 1999-01-01, 400",
        "MCP-Protocol-Version: 2025-03-26, 200",
        "Content-Encoding: gzip, 415",
        "Expect: miracles, 417",
        "Transfer-Encoding: gzip, 400",
        "Origin: http://evil.example, 403",
        "Origin: null, 403",
        "Origin: http://localhost.evil.example, 403",
        "Origin: http://localhost:8080, 200",
        "Origin: https://inspector.example.com, 200",
        "Origin: http://inspector.example.com, 403",
        "X-Forwarded-Host: evil.example, 200",
        "Mcp-Session-Id: another, 400",
        "Host: localhost, 400",
        "Content-Type: application/json, 400",
        "Content-Length: 5, 400",
    })
    void oneMoreHeaderDecides(String header, int status) throws IOException {
        Caller caller = caller();
        int before = scene().server().received("POST").size();

        Answer answer = scene().caller().send(caller.with(header).posted(LIST));

        assertThat(answer.status()).as(answer::toString).isEqualTo(status);
        assertThat(scene().server().received("POST")).hasSize(before + (status == 200 ? 1 : 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "localhost.evil.example", "127.0.0.1.evil.example"})
    void requestUnderAForeignNameIsTurnedAway(String host) throws IOException {
        for (String target : List.of("/mcp", "/health", "/metrics")) {
            String request = "GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n";

            assertThat(scene().caller().send(request).status()).as(target).isEqualTo(403);
        }
        assertThat(scene().caller().send("GET /health HTTP/1.1\r\n\r\n").status()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, /mcp, 405",
        "PATCH, /mcp, 405",
        "POST, /, 404",
        "POST, /mcp/, 404",
        "POST, /servers/other/mcp, 404",
        "POST, /servers/default/mcp, 200",
        "POST, /mcp?x=1, 200",
        "GET, /health, 200",
        "POST, /health, 405",
        "DELETE, /metrics, 405",
    })
    void pathAndMethodDecide(String method, String target, int status) throws IOException {
        String typed = "Content-Type: application/json\r\nAccept: */*";
        Answer answer =
                scene().caller().send(caller().request(method, target, List.of(typed), LIST));

        assertThat(answer.status()).isEqualTo(status);
        if (status == 405) {
            assertThat(Caller.header(answer, "Allow")).contains("GET").doesNotContain(method);
        }
    }

    @Test
    void messageThatIsTooLongIsRefusedAsSoonAsThatIsKnown() throws IOException {
        String typed = "Content-Type: application/json\r\nAccept: */*\r\n";
        String head = "POST /mcp HTTP/1.1\r\nHost: localhost\r\n" + typed;
        String length = "Content-Length: " + (MOST_BYTES + 1) + "\r\n\r\n";
        assertThat(scene().caller().send(head + length).status()).isEqualTo(413);

        String chunk = Integer.toHexString(MOST_BYTES + 1) + "\r\n" + " ".repeat(MOST_BYTES + 1);
        String chunked = "Transfer-Encoding: chunked\r\n\r\n" + chunk;
        assertThat(scene().caller().send(head + chunked).status()).isEqualTo(413);
    }

    @Test
    void headThatIsTooLongIsRefused() throws IOException {
        String long17 = "X-Long: " + "a".repeat(17_000);
        assertThat(scene().caller(long17).post(LIST).status()).isEqualTo(431);

        String target = "/mcp?" + "a".repeat(5_000);
        String request = scene().caller().request("GET", target, List.of(), "");
        assertThat(scene().caller().send(request).status()).isEqualTo(414);
    }

    @Test
    void refusalIsJsonThatRepeatsNothingOfTheRequest() throws IOException {
        Answer answer = scene().caller("Origin: http://sk-secret.example").post(LIST);

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.body())
                .startsWith("{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":")
                .doesNotContain("secret");
        assertThat(answer.header("Access-Control-Allow-Origin")).isNull();
    }

    @Test
    void pageOfAnAllowedOriginMayReadWhatItNeeds() throws IOException {
        Caller page = scene().caller("Origin: https://inspector.example.com");
        Answer preflight =
                page.send(
                        page.request(
                                "OPTIONS",
                                "/mcp",
                                List.of("Access-Control-Request-Method: POST"),
                                ""));

        assertThat(preflight.status()).isEqualTo(204);
        assertThat(preflight.header("Access-Control-Allow-Origin"))
                .isEqualTo("https://inspector.example.com");
        assertThat(preflight.header("Access-Control-Allow-Methods")).contains("POST", "DELETE");
        assertThat(preflight.header("Access-Control-Allow-Headers"))
                .contains("Mcp-Session-Id", "MCP-Protocol-Version", "Last-Event-ID")
                .contains("Authorization");

        Answer begun = page.post(Caller.INITIALIZE);
        assertThat(begun.header("Access-Control-Expose-Headers")).contains("Mcp-Session-Id");
        assertThat(begun.header("Vary")).isEqualTo("Origin");
    }

    @Test
    void nothingElseIsSpokenAtThePort() throws IOException {
        Answer answer =
                scene().caller(
                                "Connection: Upgrade, HTTP2-Settings",
                                "Upgrade: h2c",
                                "HTTP2-Settings: AAMAAABkAAQAAP__")
                        .post(Caller.INITIALIZE);
        assertThat(answer.status()).isEqualTo(200);

        try (WireClient wire = new WireClient(scene().serve().at("/"))) {
            wire.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").awaitClose();
        }
    }

    @Test
    void requestsOnOneConnectionAreAnsweredInTheirOrder() throws IOException {
        Caller caller = caller();
        try (WireClient wire = new WireClient(scene().serve().at("/"))) {
            wire.send(
                    caller.posted(Caller.call(1, "first"))
                            + caller.posted(Caller.call(2, "second")));

            assertThat(wire.answer().body()).contains("\"id\":1,").contains("first");
            assertThat(wire.answer().body()).contains("\"id\":2,").contains("second");
        }
    }

    @Test
    void oldHttpIsAnsweredAndClosed() throws IOException {
        try (WireClient wire = new WireClient(scene().serve().at("/"))) {
            wire.send("GET /health HTTP/1.0\r\nHost: localhost\r\n\r\n");

            assertThat(wire.answer().status()).isEqualTo(200);
            wire.awaitClose();
        }
    }

    @Test
    void serverGetsItsOwnHeadersAndNoneOfTheClient() throws IOException {
        Caller caller =
                caller().with("Authorization: Bearer of-the-client")
                        .with("Cookie: a=b")
                        .with("X-Forwarded-For: 10.0.0.1")
                        .with("X-Own: of-the-client")
                        .with("MCP-Protocol-Version: 2025-11-25");
        assertThat(caller.post(Caller.call(1, "headers")).status()).isEqualTo(200);

        var head = scene().server().calls("headers").getFirst().head();
        assertThat(head.startLine()).isEqualTo("POST /deep/er/mcp?tenant=a%20b HTTP/1.1");
        assertThat(head.header("X-Token")).isEqualTo("Bearer sk-of-the-server");
        assertThat(head.header("Mcp-Session-Id")).startsWith("up-");
        assertThat(head.headers())
                .extracting(header -> header.getKey().toLowerCase(Locale.ROOT))
                .containsExactlyInAnyOrder(
                        "host",
                        "content-type",
                        "content-length",
                        "accept",
                        "mcp-protocol-version",
                        "mcp-session-id",
                        "x-token");
    }

    @Test
    void metricsTellOfTheCalls() throws IOException {
        Caller caller = caller();
        assertThat(caller.post(LIST).status()).isEqualTo(200);
        assertThat(caller.post(Caller.call(2, "read")).status()).isEqualTo(200);

        Answer page = caller.send(caller.request("GET", "/metrics", List.of(), ""));
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body())
                .contains("agentgate_tool_calls_total{status=\"success\",tool=\"read\"} 1")
                .contains("agentgate_tool_call_duration_seconds_count{tool=\"read\"}")
                .contains("agentgate_active_sessions 0", "agentgate_login_failures_total 0");
    }
}
