package io.agentgate.cli.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.agentgate.cli.installation.Home;
import io.agentgate.cli.installation.Stores;
import io.agentgate.cli.terminal.ExitCode;
import io.agentgate.gateway.audit.AuditEvent;
import io.agentgate.gateway.audit.AuditSink;
import io.agentgate.gateway.audit.CallDecision;
import io.agentgate.gateway.audit.CallOrigin;
import io.agentgate.gateway.audit.DecisionBasis;
import io.agentgate.gateway.audit.Payload;
import io.agentgate.gateway.audit.Redactions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiffCommandTest {
    private static final Instant NOW = Instant.parse("2026-01-05T12:00:00Z");
    private static final String HEAD = "[metadata]\nname = \"p\"\nversion = \"1\"\n";
    private static final String NO_RM =
            HEAD
                    + "[[rules]]\nid = \"no-rm\"\ntool = \"bash\"\naction = \"deny\"\n"
                    + "condition = \"arguments.cmd matches '^rm'\"\n";

    @TempDir private Path directory = Path.of("");
    private Home home = new Home(Path.of(""));
    private String old = "";
    private String changed = "";

    @BeforeEach
    void makeHome() throws IOException {
        home = new Home(directory.resolve("home"));
        home.create();
        old = file("old.toml", HEAD);
        changed = file("new.toml", NO_RM);
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text).toString();
    }

    private static AuditEvent call(int number, String agent, String tool, String arguments) {
        byte[] kept = arguments.getBytes(StandardCharsets.UTF_8);
        return new AuditEvent.CallDecided(
                "w1-" + number,
                NOW.minusSeconds(3600 - number),
                new CallOrigin("s", agent, "ann", "srv", tool, "1"),
                new DecisionBasis(CallDecision.ALLOWED, null, null, "none"),
                new Payload(kept, kept.length, null));
    }

    private void record(AuditEvent... events) throws Exception {
        try (AuditSink sink = Stores.of(home).sink(home.database().toString())) {
            sink.deliver(List.of(events));
        }
    }

    private Running diff(String... more) {
        List<String> arguments = new ArrayList<>(List.of(old, changed));
        arguments.addAll(List.of(more));
        return Running.of(
                new DiffCommand(home, () -> NOW, Map.of("TOKEN", "secret")),
                arguments.toArray(String[]::new));
    }

    @Test
    void changesAreGroupedByAgentAndToolWithExamples() throws Exception {
        record(
                call(1, "ci", "bash", "{\"cmd\":\"rm a\"}"),
                call(2, "ci", "bash", "{\"cmd\":\"rm b\"}"),
                call(3, "ann", "bash", "{\"cmd\":\"rm c\"}"),
                call(4, "ci", "bash", "{\"cmd\":\"ls\"}"));

        Running told = diff();

        assertThat(told.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(told.out().lines())
                .contains(
                        "2      ci     srv     bash  allow  deny (no-rm)  w1-1, w1-2",
                        "1      ann    srv     bash  allow  deny (no-rm)  w1-3",
                        "3 of 4 calls are decided otherwise");
        JsonNode json = diff("--json").json();
        assertThat(json.path("changed").intValue()).isEqualTo(3);
        assertThat(json.at("/groups/0/new").textValue()).isEqualTo("deny (no-rm)");
    }

    @Test
    void otherRequestsThanCallsAreJudgedByTheRulesForThem() throws Exception {
        record(call(1, "ci", "resources/read file:///etc/passwd", "{}"));
        changed =
                file(
                        "new.toml",
                        HEAD
                                + """
                                [[rules]]
                                id = "not-etc"
                                resources = ["file:///etc/*"]
                                action = "deny"
                                """);

        assertThat(diff().out().lines()).contains("1 of 1 calls are decided otherwise");
    }

    @Test
    void tooManyChangesEndWithAFailure() throws Exception {
        record(
                call(1, "ci", "bash", "{\"cmd\":\"rm a\"}"),
                call(2, "ci", "bash", "{\"cmd\":\"ls\"}"));

        assertThat(diff("--max-changed", "1").exitCode()).isEqualTo(ExitCode.OK);
        assertThat(diff("--max-changed", "0").exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(diff("--max-changed", "50%").exitCode()).isEqualTo(ExitCode.OK);
        assertThat(diff("--max-changed", "49.5%").exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(diff("--max-changed", "many").exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void limitsAreChargedAsTheCallsCame() throws Exception {
        record(
                call(1, "ci", "search", "{}"),
                call(2, "ci", "search", "{}"),
                call(62, "ci", "search", "{}"));
        changed =
                file(
                        "new.toml",
                        HEAD
                                + "[[rules]]\nid = \"slow\"\ntool = \"search\"\n"
                                + "action = \"rate_limit\"\nmax_calls = 1\nwindow_seconds = 60\n");

        assertThat(diff().out())
                .contains("allow  rate_limited (slow)  w1-2")
                .contains("1 of 3 calls");
    }

    @Test
    void saysWhichCallsAreJudgedInPartOrNotAtAll() throws Exception {
        byte[] kept = "{\"cmd\":\"x\"}".getBytes(StandardCharsets.UTF_8);
        CallOrigin origin = new CallOrigin("s", "ci", "ann", "srv", "bash", "1");
        record(
                new AuditEvent.CallDecided(
                        "w1-1",
                        NOW,
                        origin,
                        new DecisionBasis(
                                CallDecision.ALLOWED,
                                null,
                                null,
                                "none",
                                Redactions.NONE.and(List.of("mask"))),
                        new Payload(kept, kept.length, null)),
                new AuditEvent.CallDecided(
                        "w1-2",
                        NOW,
                        origin,
                        new DecisionBasis(CallDecision.ALLOWED, null, null, "none"),
                        new Payload(kept, 100_000, null)));

        assertThat(diff().out().lines())
                .containsExactly(
                        "0 of 1 calls are decided otherwise",
                        "1 of them are judged by arguments as they were stored, redacted",
                        "1 more are left out: their arguments are not kept whole");
    }

    @Test
    void onlyCallsSinceThenCount() throws Exception {
        record(call(1, "ci", "bash", "{\"cmd\":\"rm a\"}"));

        assertThat(diff("--since", "30m").out()).startsWith("0 of 0 calls");
    }

    @Test
    void databaseOfAnotherVersionIsRefusedAndStaysAsItIs() throws Exception {
        record(call(1, "ci", "bash", "{}"));
        sql("PRAGMA user_version = 2");

        Running refused = diff("--against", home.database().toString());

        assertThat(refused.exitCode()).isEqualTo(ExitCode.IO);
        assertThat(refused.err())
                .contains("was written by an older AgentGate: it has schema version 2");
        sql("PRAGMA user_version = 9");
        sql("INSERT INTO schema_versions VALUES (9, 9)");
        assertThat(diff().err()).contains("was written by a newer AgentGate");
        assertThat(diff("--against", "nowhere.db").err()).contains("there is no database");
    }

    private void sql(String sql) throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + home.database());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static HttpServer server(Map<String, String> answers) throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    boolean known =
                            "Bearer secret"
                                    .equals(exchange.getRequestHeaders().getFirst("Authorization"));
                    String asked = exchange.getRequestURI().toString();
                    String answer = answers.get(asked.replaceFirst("since=.*", "since="));
                    send(
                            exchange,
                            known ? (answer == null ? 404 : 200) : 401,
                            known && answer != null ? answer : "");
                });
        server.start();
        return server;
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static String address(HttpServer server) {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Test
    void auditServiceIsAskedForTheCallsAndWhatTheyWereAbout() throws Exception {
        String line =
                "{\"decisionId\":\"w1-1\",\"time\":\"2026-01-05T11:00:00Z\",\"agent\":\"ci\","
                        + "\"server\":\"srv\",\"tool\":\"bash\",\"argumentsBytes\":14,"
                        + "\"argumentsRedactedBy\":[]}\n";
        String whole =
                "{\"decided\":{\"data\":{\"arguments\":{\"text\":\"{\\\"cmd\\\":\\\"rm"
                        + " a\\\"}\"}}}}";
        HttpServer server =
                server(
                        Map.of(
                                "/api/export?format=jsonl&since=", line,
                                "/api/calls/w1-1", whole));
        try {
            Running told = diff("--against", address(server), "--token-env", "TOKEN");

            assertThat(told.err()).isEmpty();
            assertThat(told.out()).contains("1 of 1 calls are decided otherwise");
            assertThat(diff("--against", address(server)).err())
                    .contains("answered 401: name a variable with an access token");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void dashboardIsReadFromItsOldestCall() throws Exception {
        String call =
                "{\"id\":\"w1-1\",\"timestamp\":\"2026-01-05T11:00:00.000000+00:00\",\"agent_id\":"
                        + "\"ci\",\"server_name\":\"srv\",\"tool_name\":\"bash\",\"arguments\":"
                        + "{\"cmd\":\"rm a\"},\"arguments_redacted_by\":[]}";
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/api/invocations",
                exchange -> {
                    boolean first = exchange.getRequestURI().getQuery().endsWith("offset=0");
                    send(exchange, 200, first ? "[" + call + "]" : "[]");
                });
        server.start();
        try {
            Running told = diff("--against", address(server) + "/");

            assertThat(told.err()).isEmpty();
            assertThat(told.out()).contains("1 of 1 calls are decided otherwise");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void tokenIsNotSentInTheClear() {
        assertThat(diff("--against", "http://audit.example", "--token-env", "TOKEN").err())
                .contains("a token is sent over https, or to this machine, only")
                .doesNotContain("secret");
    }
}
