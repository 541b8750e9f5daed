package io.agentgate.e2e.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agentgate.e2e.Eventually;
import io.agentgate.e2e.Gateway;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the dashboard of a {@code serve} steers and shows of it, as a page would use it. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ServeControlsIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LIST =
            "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/list\",\"params\":{}}";
    private static final String RULES =
            """
            default = 'allow'

            [[rules]]
            id = 'no-writing'
            tool = '*'
            action = 'deny'
            annotations = { readOnlyHint = false }

            [[rules]]
            id = 'not-ann'
            tool = '*'
            action = 'deny'
            condition = 'caller.name == "ann"'
            """;

    @TempDir private Path directory = Path.of("");

    private Scene open() throws Exception {
        Scene scene =
                Scene.open(
                        directory,
                        RULES,
                        Map.of("AGENTGATE_DASHBOARD", "on"),
                        "--dashboard-port",
                        "0");
        Eventually.holds("serve shows", () -> Gateway.run(home(), "status").exitCode() == 0);
        Eventually.holds("the dashboard runs", () -> Files.exists(note()));
        return scene;
    }

    private Path home() {
        return directory.resolve("home");
    }

    private Path note() {
        return home().resolve("run").resolve("dashboard.json");
    }

    private JsonNode ask(String method, String path, String body, int status) throws Exception {
        JsonNode shown = JSON.readTree(Files.readString(note()));
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(shown.get("url").asText() + path))
                        .timeout(Duration.ofSeconds(30))
                        .header("Authorization", "Bearer " + shown.get("token").asText())
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
            return JSON.readTree(answer.body());
        }
    }

    private static Caller listing(Scene scene) throws IOException {
        Caller caller = scene.caller().inSession();
        assertThat(caller.post(LIST).body()).contains("\"tools\"");
        return caller;
    }

    @Test
    void switchThatIsSetOnTheDashboardStopsTheNextCall() throws Exception {
        try (Scene scene = open()) {
            Caller caller = scene.caller().inSession();
            JsonNode set =
                    ask(
                            "POST",
                            "api/kill-switches",
                            "{\"scope\":\"all\",\"reason\":\"fire\"}",
                            201);

            assertThat(caller.post(Caller.call(1, "read")).body())
                    .contains("kill_switch/" + set.get("id").asText());
            assertThat(set.get("by").asText()).endsWith(" at the dashboard");
            ask("DELETE", "api/kill-switches/" + set.get("id").asText(), "", 204);
            assertThat(caller.post(Caller.call(2, "read")).body()).doesNotContain("kill_switch");
        }
    }

    @Test
    void sessionsAndServersOfServeAreShownWithTheirTools() throws Exception {
        try (Scene scene = open()) {
            listing(scene);

            JsonNode sessions = ask("GET", "api/sessions", "", 200);
            assertThat(sessions).hasSize(1);
            assertThat(sessions.at("/0/command").asText()).isEqualTo("serve");
            assertThat(sessions.at("/0/client/name").asText()).isNotEmpty();
            assertThat(sessions.at("/0/caller").asText()).isEqualTo("anonymous");
            assertThat(sessions.at("/0/protocol").asText()).startsWith("202");
            JsonNode servers = ask("GET", "api/servers", "", 200);
            assertThat(servers).hasSize(1);
            JsonNode server = servers.get(0);
            assertThat(server.get("transport").asText()).isEqualTo("http");
            String uri = scene.server().uri().toString();
            assertThat(server.get("target").asText()).isEqualTo(uri.substring(0, uri.indexOf('?')));
            assertThat(server.get("state").asText()).isEqualTo("ready");
            assertThat(server.get("era").asText()).isEqualTo("handshake");
            assertThat(server.get("pids").get(0)).isEqualTo(sessions.at("/0/pid"));
            assertThat(server.at("/tools/0/name").asText()).isEqualTo("read");
            assertThat(server.at("/tools/0/input_schema/type").asText()).isEqualTo("object");
            assertThat(server.at("/tools/0/too_large").asBoolean()).isFalse();
        }
    }

    /** The tool has no annotations, which says that it may write (MCP, ToolAnnotations). */
    @Test
    void dryRunJudgesByWhatTheServerListedAndSendsNothing() throws Exception {
        try (Scene scene = open()) {
            listing(scene);
            String server = ask("GET", "api/servers", "", 200).at("/0/name").asText();
            String call = "{\"server\":\"" + server + "\",\"tool\":\"read\",\"arguments\":{}%s}";
            int before = scene.server().received("POST").size();

            JsonNode listed = ask("POST", "api/dry-run", call.formatted(""), 200);
            assertThat(listed.get("decision").asText()).isEqualTo("deny");
            assertThat(listed.get("rule").asText()).isEqualTo("no-writing");
            JsonNode reading =
                    ask(
                            "POST",
                            "api/dry-run",
                            call.formatted(
                                    ",\"annotations\":{\"readOnlyHint\":true},\"agent\":\"bot\""),
                            200);
            assertThat(reading.get("decision").asText()).isEqualTo("allow");
            JsonNode ann =
                    ask(
                            "POST",
                            "api/dry-run",
                            call.formatted(
                                    ",\"annotations\":{\"readOnlyHint\":true},\"agent\":\"bot\","
                                            + "\"caller\":\"ann\""),
                            200);
            assertThat(ann.get("rule").asText()).isEqualTo("not-ann");
            assertThat(ann.get("trace")).isNotEmpty();

            JsonNode wrong = ask("POST", "api/dry-run", "{\"server\":\"x\"}", 400);
            assertThat(wrong.get("error").asText()).contains("a call has no `tool`");
            assertThat(scene.server().received("POST")).hasSize(before);
        }
    }
}
