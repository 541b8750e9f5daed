package io.agentgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agentgate.cli.terminal.ExitCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a session records of how it decided, and of a policy that judges beside its own. */
@Timeout(180)
class DecisionRecordIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String RULES =
            """
            [metadata]
            name = "in force"
            version = "1"

            [[rules]]
            id = "hide-keys"
            tool = "*"
            action = "redact"
            pattern = "sk-[a-z]+"

            [[rules]]
            id = "few"
            tool = "post*"
            action = "rate_limit"
            max_calls = 5
            window_seconds = 3600
            """;
    private static final String CANDIDATE =
            """
            [metadata]
            name = "to be"
            version = "2"

            [[rules]]
            id = "none"
            tool = "post*"
            action = "rate_limit"
            max_calls = 0

            [[rules]]
            id = "no-wipe"
            tool = "wipe"
            action = "deny"
            """;

    @TempDir private Path home;

    private Path rules() throws IOException {
        return Files.writeString(home.resolve("rules.toml"), RULES);
    }

    private Path candidate(String text) throws IOException {
        return Files.writeString(home.resolve("candidate.toml"), text);
    }

    private List<JsonNode> logged() throws IOException {
        List<JsonNode> calls = new ArrayList<>();
        for (String line : Gateway.run(home, "logs", "--jsonl").out().lines().toList()) {
            calls.add(JSON.readTree(line));
        }
        return calls.reversed();
    }

    private static JsonNode json(String text) throws IOException {
        return JSON.readTree(text.replace('\'', '"'));
    }

    @Test
    void allowedCallHasItsRulesItsModifiersAndItsLimits() throws Exception {
        Files.writeString(
                home.resolve("config.toml"), "rate_limits.global_max_calls_per_minute = 600\n");
        try (var session =
                RawSession.wrap(
                        home,
                        List.of("--policy", rules().toString()),
                        ScriptedServer.answering())) {
            session.call(1, "post_note", "{\"text\":\"sk-abc\"}");
            session.next();
            session.endInput();
            assertThat(session.exitCode()).isZero();
        }

        JsonNode call = logged().getFirst();
        assertThat(call.get("status").asText()).isEqualTo("allowed");
        assertThat(call.get("arguments_redacted_by")).isEqualTo(json("['hide-keys']"));
        assertThat(call.get("evaluation"))
                .isEqualTo(
                        json(
                                """
                                {'rules': [
                                   {'rule': 'hide-keys', 'effect': 'redact', 'condition': 'true'},
                                   {'rule': 'few', 'effect': 'rate_limit', 'condition': 'true'}],
                                 'modifiers': ['hide-keys', 'few'],
                                 'limits': [
                                   {'limit': 'few', 'capacity': 5, 'left': 4,
                                    'window_seconds': 3600},
                                   {'limit': 'global', 'capacity': 600, 'left': 599,
                                    'window_seconds': 60}]}
                                """));
        assertThat(Gateway.run(home, "audit", "verify").exitCode()).isEqualTo(ExitCode.OK);
    }

    @Test
    void rulesInShadowModeAreListedInRecordsAndExplanations() throws Exception {
        Path tried =
                Files.writeString(
                        home.resolve("tried.toml"),
                        RULES
                                + """

                                [[rules]]
                                id = "no-post"
                                tool = "post*"
                                action = "deny"
                                mode = "shadow"
                                """);
        try (var session =
                RawSession.wrap(
                        home, List.of("--policy", tried.toString()), ScriptedServer.answering())) {
            session.call(1, "post_note", "{}");
            assertThat(session.next()).contains("\"result\"");
            session.endInput();
            assertThat(session.exitCode()).isZero();
        }

        JsonNode call = logged().getFirst();
        assertThat(call.get("reason").asText()).isEqualTo("shadow: rule 'no-post' would deny");
        assertThat(call.at("/evaluation/shadow"))
                .isEqualTo(json("[{'rule': 'no-post', 'decision': 'deny'}]"));
        assertThat(call.at("/evaluation/modifiers")).isEqualTo(json("['hide-keys', 'few']"));
        assertThat(Gateway.run(home, "policy", "explain", call.get("id").asText()).out())
                .contains("shadow     no-post would deny");
    }

    @Test
    void whatTheCandidateWouldDecideOtherwiseIsRecordedAndCounted() throws Exception {
        var port = freePort();
        try (var session =
                RawSession.wrap(
                        home,
                        List.of(
                                "--policy",
                                rules().toString(),
                                "--candidate",
                                candidate(CANDIDATE).toString(),
                                "--name",
                                "scripted",
                                "--metrics-port",
                                Integer.toString(port)),
                        ScriptedServer.answering())) {
            session.call(1, "wipe", "{}");
            assertThat(session.next()).contains("\"result\"");
            session.call(2, "post_note", "{}");
            assertThat(session.next()).contains("\"result\"");

            assertThat(metrics(port))
                    .contains(
                            "agentgate_policy_divergence_total{active=\"allow\",candidate=\"deny\","
                                    + "rule=\"no-wipe\",server=\"scripted\"} 1.0");
            JsonNode shown = status();
            assertThat(shown.get("candidate").asText()).endsWith("candidate.toml");
            assertThat(shown.get("candidate_calls").asInt()).isEqualTo(2);
            assertThat(shown.get("candidate_differing").asInt()).isEqualTo(1);
            assertThat(Gateway.run(home, "status").out())
                    .contains("Candidate")
                    .contains(shown.get("candidate_revision").asText() + ": 1 of 2 differ");

            candidate(CANDIDATE.replace("deny", "deyn"));
            session.awaitSaid("candidate policy not reloaded, the old one stays");
            candidate(CANDIDATE.replace("wipe", "post_note"));
            session.awaitSaid("candidate policy reloaded, revision ");
            session.call(3, "post_note", "{}");
            session.next();
            session.endInput();
            assertThat(session.exitCode()).isZero();
        }

        List<JsonNode> calls = logged();
        JsonNode differs = calls.get(0).at("/evaluation/candidate");
        assertThat(differs.get("decision").asText()).isEqualTo("deny");
        assertThat(differs.get("rule").asText()).isEqualTo("no-wipe");
        assertThat(differs.get("revision").asText()).hasSize(16);
        assertThat(calls.get(0).get("policy_hit").isNull()).isTrue();
        // A limit of the candidate's refuses nothing: it is charged nowhere.
        assertThat(calls.get(1).at("/evaluation/candidate").isMissingNode()).isTrue();
        assertThat(calls.get(2).at("/evaluation/candidate/rule").asText())
                .isEqualTo("no-post_note");
    }

    @Test
    void wrongCandidateIsAStartError() throws Exception {
        Gateway.Ended ended =
                Gateway.run(
                        home,
                        Gateway.wrap(
                                List.of(
                                        "--candidate",
                                        candidate(CANDIDATE.replace("deny", "deyn")).toString()),
                                ScriptedServer.answering()));

        assertThat(ended.exitCode()).isEqualTo(ExitCode.CONFIG);
        assertThat(ended.err()).contains("candidate policy refused", "candidate.toml:14:");
    }

    private JsonNode status() throws IOException {
        Eventually.holds(
                "the session shows",
                () -> Gateway.run(home, "status", "--json").exitCode() == ExitCode.OK);
        return JSON.readTree(Gateway.run(home, "status", "--json").out()).at("/processes/0");
    }

    private static String metrics(int port) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            URI metrics = URI.create("http://127.0.0.1:" + port + "/metrics");
            return http.send(
                            HttpRequest.newBuilder(metrics).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
