package io.agentgate.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agentgate.embedded.files.FileSwitchBoard;
import io.agentgate.gateway.catalogue.KnownTool;
import io.agentgate.gateway.catalogue.ListedTool;
import io.agentgate.gateway.killswitch.KillSwitch;
import io.agentgate.gateway.killswitch.SwitchBoard;
import io.agentgate.gateway.killswitch.SwitchOrder;
import io.agentgate.policy.PolicyException;
import io.agentgate.policy.Position;
import io.agentgate.policy.Problem;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Value;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the dashboard steers, over a real file of kill switches. */
class ControlsIT {
    private static final String TOKEN = RunningDashboard.TOKEN;
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final String PATH = "/api/kill-switches";
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String DEFINITION =
            """
            {"name":"read","title":"Read it","description":"Reads.","inputSchema":{"type":"object"},\
            "annotations":{"readOnlyHint":true}}\
            """;
    private static final Running RUNNING =
            new Running() {
                @Override
                public List<OpenSession> sessions() {
                    return List.of(
                            new OpenSession(
                                    "s1",
                                    new OpenSession.Parties(
                                            "bot",
                                            "ann",
                                            "files",
                                            new OpenSession.Client("Ed", null)),
                                    "2025-11-25",
                                    new OpenSession.Gateway(7, "wrap"),
                                    NOW,
                                    NOW.plusSeconds(5),
                                    3L),
                            new OpenSession(
                                    "s2",
                                    new OpenSession.Parties("s2", "anonymous", "mail", null),
                                    null,
                                    new OpenSession.Gateway(8, "serve"),
                                    NOW,
                                    NOW,
                                    null));
                }

                @Override
                public List<RunningServer> servers() {
                    return List.of(
                            new RunningServer(
                                    "files",
                                    new RunningServer.Target("stdio", "npx"),
                                    new RunningServer.Health("ready", "2026-07-28", null),
                                    List.of(7L, 9L),
                                    List.of(
                                            new KnownTool(
                                                    new ListedTool(
                                                            "read",
                                                            ListedTool.Definition.of(
                                                                    Value.of(
                                                                            Frame.of(
                                                                                    DEFINITION
                                                                                            .getBytes(
                                                                                                    UTF_8))))),
                                                    "read",
                                                    null),
                                            new KnownTool(
                                                    new ListedTool("huge", null), null, "open")),
                                    3));
                }
            };

    /** Says what it was given; nobody knows the server `nowhere`, and the policy of `broken`. */
    private static String judge(String call) throws PolicyException, IOException {
        if (call.contains("nowhere")) {
            throw new PolicyException(
                    List.of(new Problem(new Position("call.json", 1, 2), "a call has no `tool`")));
        }
        if (call.contains("broken")) {
            throw new IOException("policy refused");
        }
        return "{\"given\":" + call + "}";
    }

    @TempDir private Path home;

    private RunningDashboard running;
    private SwitchBoard board;

    @BeforeEach
    void start() throws Exception {
        board = new FileSwitchBoard(home.resolve("kill-switches.json"), () -> NOW);
        running = new RunningDashboard(home, new Controls(board, RUNNING, ControlsIT::judge));
    }

    @AfterEach
    void stop() throws Exception {
        running.close();
    }

    private HttpResponse<String> ask(String method, String path, String body, String... headers)
            throws Exception {
        HttpRequest.Builder request =
                running.request(path)
                        .method(
                                method,
                                body.isEmpty()
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return running.send(request);
    }

    private HttpResponse<String> ask(String method, String path, String body) throws Exception {
        return ask(method, path, body, "Authorization", "Bearer " + TOKEN);
    }

    private JsonNode list() throws Exception {
        HttpResponse<String> answer = ask("GET", PATH, "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    @Test
    void switchIsSetShownAndLifted() throws Exception {
        assertThat(list()).isEmpty();

        HttpResponse<String> set =
                ask(
                        "POST",
                        PATH,
                        "{\"scope\":\"tool\",\"server\":null,\"name\":\"write_*\","
                                + "\"reason\":\"the disk burns\"}");

        assertThat(set.statusCode()).as(set.body()).isEqualTo(201);
        JsonNode shown = JSON.readTree(set.body());
        String id = shown.get("id").asText();
        assertThat(set.body())
                .isEqualTo(
                        "{\"id\":\""
                                + id
                                + "\",\"scope\":\"tool\",\"server\":null,\"name\":\"write_*\",\"reason\":\"the"
                                + " disk burns\",\"since\":\"2026-11-20T12:00:00Z\",\"by\":\"ann at"
                                + " the dashboard\"}");
        assertThat(list()).containsExactly(shown);
        assertThat(board.all())
                .singleElement()
                .satisfies(one -> assertThat(one.stop().id()).isEqualTo(id));

        HttpResponse<String> lifted = ask("DELETE", PATH + "/" + id, "");
        assertThat(lifted.statusCode()).isEqualTo(204);
        assertThat(lifted.body()).isEmpty();
        assertThat(list()).isEmpty();
        assertThat(ask("DELETE", PATH + "/" + id, "").statusCode()).isEqualTo(404);
    }

    @Test
    void switchThatWasSetElsewhereIsShown() throws Exception {
        board.set(
                new SwitchOrder(
                        new KillSwitch.OfServer(KillSwitch.Names.of("files")), "fire", "ben"));

        assertThat(list().get(0).get("by").asText()).isEqualTo("ben");
        assertThat(list().get(0).get("server").asText()).isEqualTo("files");
        assertThat(list().get(0).get("name").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"reason":"r"}                                 | `scope` is none of all, server, tool, agent, caller, session
                    {"scope":"region","reason":"r"}                | `scope` is none of all, server, tool, agent, caller, session
                    {"scope":"all","name":"x","reason":"r"}        | `name` does not go with this scope
                    {"scope":"agent","server":"x","name":"a","reason":"r"} | `server` does not go with this scope
                    {"scope":"tool","reason":"r"}                  | `name` is missing
                    {"scope":"all"}                                | `reason` is missing
                    {"scope":"all","reason":" "}                   | `reason` is empty
                    {"scope":5,"reason":"r"}                       | `scope` is no text
                    {"scope":"all","reason":"r","by":"eve"}        | there is no member `by` here; valid: scope, server, name, reason
                    {"scope":"all","scope":"tool","reason":"r"}    | the body is no JSON that can be used
                    []                                             | the body is no object of JSON
                    {                                              | the body is no JSON that can be used
                    """)
    void orderThatIsNotClearIsRefusedByItsMember(String body, String problem) throws Exception {
        HttpResponse<String> answer = ask("POST", PATH, body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(answer.body()).get("error").asText()).startsWith(problem);
        assertThat(board.all()).isEmpty();
    }

    @Test
    void bodyOfAFormIsReadAsWhatItIs() throws Exception {
        HttpResponse<String> answer =
                ask(
                        "POST",
                        PATH,
                        "{\"scope\":\"all\",\"reason\":\"r\"}",
                        "Authorization",
                        "Bearer " + TOKEN,
                        "Content-Type",
                        "application/x-www-form-urlencoded");

        assertThat(answer.statusCode()).isEqualTo(201);
    }

    @Test
    void bodyThatIsTooLargeIsRefused() throws Exception {
        String body = "{\"scope\":\"all\",\"reason\":\"" + "x".repeat(40_000) + "\"}";

        assertThat(ask("POST", PATH, body).statusCode()).isEqualTo(413);
    }

    @Test
    void fullBoardIsAConflict() throws Exception {
        SwitchOrder order = new SwitchOrder(new KillSwitch.Everything(), "fire", "ben");
        for (int i = 0; i < SwitchBoard.MAX_SWITCHES; i++) {
            board.set(order);
        }

        HttpResponse<String> answer = ask("POST", PATH, "{\"scope\":\"all\",\"reason\":\"r\"}");

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("200 kill switches already");
    }

    @Test
    void fileThatCannotBeReadIsNamed() throws Exception {
        Files.writeString(home.resolve("kill-switches.json"), "{}");

        HttpResponse<String> answer = ask("GET", PATH, "");

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).contains("kill-switches.json:1: `switches` is missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST"})
    void whoShowsNoTokenSeesAndSetsNothing(String method) throws Exception {
        HttpResponse<String> answer =
                ask(method, PATH, "{\"scope\":\"all\",\"reason\":\"r\"}", "X-Nothing", "x");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(board.all()).isEmpty();
    }

    @Test
    void pageOfAnotherOriginStopsNothing() throws Exception {
        HttpResponse<String> begun = ask("POST", "/api/session", "");
        String cookie = begun.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];

        HttpResponse<String> foreign =
                ask(
                        "POST",
                        PATH,
                        "{\"scope\":\"all\",\"reason\":\"r\"}",
                        "Cookie",
                        cookie,
                        "Origin",
                        "http://evil.example");

        assertThat(foreign.statusCode()).isEqualTo(403);
        assertThat(board.all()).isEmpty();
        HttpResponse<String> own =
                ask(
                        "POST",
                        PATH,
                        "{\"scope\":\"all\",\"reason\":\"r\"}",
                        "Cookie",
                        cookie,
                        "Origin",
                        "http://127.0.0.1:" + running.port());
        assertThat(own.statusCode()).isEqualTo(201);
    }

    @Test
    void sessionsAreShownWithTheirGateways() throws Exception {
        assertThat(ask("GET", "/api/sessions", "").body())
                .isEqualTo(
                        "[{\"id\":\"s1\",\"agent\":\"bot\",\"caller\":\"ann\",\"server\":\"files\","
                                + "\"client\":{\"name\":\"Ed\",\"version\":null},"
                                + "\"protocol\":\"2025-11-25\",\"pid\":7,\"command\":\"wrap\","
                                + "\"began\":\"2026-11-20T12:00:00Z\","
                                + "\"last_used\":\"2026-11-20T12:00:05Z\",\"calls\":3},"
                                + "{\"id\":\"s2\",\"agent\":\"s2\",\"caller\":\"anonymous\","
                                + "\"server\":\"mail\",\"client\":null,\"protocol\":null,\"pid\":8,"
                                + "\"command\":\"serve\",\"began\":\"2026-11-20T12:00:00Z\","
                                + "\"last_used\":\"2026-11-20T12:00:00Z\","
                                + "\"calls\":null}]");
    }

    @Test
    void serversAreShownWithTheirTools() throws Exception {
        assertThat(ask("GET", "/api/servers", "").body())
                .isEqualTo(
                        "[{\"name\":\"files\",\"transport\":\"stdio\",\"target\":\"npx\","
                            + "\"state\":\"ready\",\"trouble\":null,\"protocol\":\"2026-07-28\","
                            + "\"era\":\"stateless\",\"pids\":[7,9],\"tools\":[{\"name\":\"read\",\"title\":\"Read"
                            + " it\",\"description\":\"Reads.\","
                            + "\"input_schema\":{\"type\":\"object\"},"
                            + "\"annotations\":{\"readOnlyHint\":true},\"operation\":\"read\","
                            + "\"circuit\":null,\"too_large\":false},"
                            + "{\"name\":\"huge\",\"title\":null,\"description\":null,"
                            + "\"input_schema\":null,\"annotations\":null,\"operation\":null,"
                            + "\"circuit\":\"open\",\"too_large\":true}],\"tools_left_out\":3}]");
    }

    @Test
    void dryRunIsToldAsItIs() throws Exception {
        HttpResponse<String> told = ask("POST", "/api/dry-run", "{\"server\":\"files\"}");

        assertThat(told.statusCode()).isEqualTo(200);
        assertThat(told.body()).isEqualTo("{\"given\":{\"server\":\"files\"}}");
    }

    @Test
    void dryRunThatCannotBeSaysWhy() throws Exception {
        HttpResponse<String> wrong = ask("POST", "/api/dry-run", "{\"server\":\"nowhere\"}");
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.body()).contains("call.json:1:2: a call has no `tool`");

        HttpResponse<String> unusable = ask("POST", "/api/dry-run", "{\"server\":\"broken\"}");
        assertThat(unusable.statusCode()).isEqualTo(500);
        assertThat(unusable.body()).contains("policy refused");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/sessions", "/api/servers"})
    void parametersThatMeanNothingAreRefused(String path) throws Exception {
        assertThat(ask("GET", path + "?limit=5", "").statusCode()).isEqualTo(400);
        assertThat(ask("GET", path, "", "X-Nothing", "x").statusCode()).isEqualTo(401);
    }
}
