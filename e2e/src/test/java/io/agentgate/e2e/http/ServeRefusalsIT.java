package io.agentgate.e2e.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agentgate.testkit.http.Answer;
import io.agentgate.testkit.http.WireServer.Handler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the gateway refuses over HTTP: the status, the headers and the words. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ServeRefusalsIT {
    private static final String RULES =
            """
            [[rules]]
            id = "no-shell"
            tool = "bash"
            action = "deny"

            [[rules]]
            id = "two-a-minute"
            tool = "search"
            action = "rate_limit"
            max_calls = 2
            window_seconds = 60

            [[rules]]
            id = "no-mail"
            tool = "mail"
            action = "deny"

            [[rules]]
            id = "no-posts"
            tool = "post"
            action = "rate_limit"
            max_calls = 0
            """;

    @TempDir private static Path directory = Path.of("");
    private static @Nullable Scene opened;

    @BeforeAll
    static void open() throws Exception {
        Path home = Files.createDirectory(directory.resolve("home"));
        Files.writeString(home.resolve("config.toml"), "[circuit_breaker]\nerror_threshold = 2\n");
        opened = Scene.open(directory, RULES);
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

    private static JsonNode error(Answer answer) throws IOException {
        JsonNode error = new ObjectMapper().readTree(answer.body()).get("error");
        assertThat(error).as(answer::toString).isNotNull();
        return error;
    }

    @Test
    void deniedCallIsAnErrorThatClientsCanRead() throws IOException {
        Answer answer = scene().caller().inSession().post(Caller.call(7, "bash"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.body()).contains("\"id\":7,");
        assertThat(error(answer).get("code").intValue()).isEqualTo(-32603);
        assertThat(error(answer).get("data").get("rule").textValue()).isEqualTo("no-shell");
        assertThat(answer.header("Retry-After")).isNull();
        assertThat(scene().server().calls("bash")).isEmpty();
        scene().awaitRecorded("bash", "denied");
    }

    @Test
    void callOverItsLimitIsToldWhenToComeBackInHeadersAndInTheError() throws IOException {
        Caller caller = scene().caller().inSession();
        caller.post(Caller.call(1, "search"));
        caller.post(Caller.call(2, "search"));

        Answer answer = caller.post(Caller.call(3, "search"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(error(answer).get("code").intValue()).isEqualTo(429);
        String seconds = error(answer).get("data").get("retryAfterSeconds").asText();
        assertThat(Integer.parseInt(seconds)).isBetween(1, 60);
        assertThat(answer.header("Retry-After")).isEqualTo(seconds);
        assertThat(answer.header("X-RateLimit-Limit")).isEqualTo("2");
        assertThat(answer.header("X-RateLimit-Remaining")).isEqualTo("0");
        assertThat(answer.header("X-RateLimit-Reset")).isEqualTo(seconds);
        assertThat(scene().server().calls("search")).hasSize(2);
        scene().awaitRecorded("search", "allowed", "allowed", "rate_limited");
    }

    @Test
    void circuitOpensUponFailuresOfTheServer() throws IOException {
        opensUpon("failing", (request, reply) -> reply.answer(500, "at java.lang.Thread"), "error");
    }

    @Test
    void circuitOpensUponConnectionsThatBreak() throws IOException {
        opensUpon("breaking", (request, reply) -> reply.cut(), "unknown");
    }

    private static void opensUpon(String tool, Handler failure, String status) throws IOException {
        scene().server().tool(tool, failure);
        Caller caller = scene().caller().inSession();
        caller.post(Caller.call(1, tool));
        caller.post(Caller.call(2, tool));
        int before = scene().server().calls(tool).size();

        Answer answer = caller.post(Caller.call(3, tool));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(error(answer).get("code").intValue()).isEqualTo(503);
        assertThat(error(answer).get("data").get("rule").textValue()).isEqualTo("circuit-breaker");
        String seconds = error(answer).get("data").get("retryAfterSeconds").asText();
        assertThat(Integer.parseInt(seconds)).isBetween(1, 60);
        assertThat(answer.header("Retry-After")).isEqualTo(seconds);
        assertThat(answer.header("X-RateLimit-Limit")).isNull();
        assertThat(scene().server().calls(tool)).hasSize(before);
        scene().awaitRecorded(tool, status, status, "error");
    }

    @Test
    void circuitStaysClosedWhateverClientsDoWrong() throws IOException {
        scene().server().tool("picky", (request, reply) -> reply.answer(400, "no"));
        Caller caller = scene().caller().inSession();
        for (int call = 1; call <= 4; call++) {
            assertThat(error(caller.post(Caller.call(call, "picky"))).get("code").intValue())
                    .isEqualTo(-32603);
        }
        assertThat(scene().server().calls("picky")).hasSize(4);
    }

    @Test
    void sixMetricsTellOfRefusals() throws IOException {
        Caller caller = scene().caller().inSession();
        caller.post(Caller.call(1, "mail"));
        caller.post(Caller.call(2, "read"));
        caller.post(Caller.call(3, "post"));

        String page = caller.send(caller.request("GET", "/metrics", List.of(), "")).body();

        assertThat(page)
                .containsPattern(
                        "agentgate_tool_calls_total\\{status=\"denied\",tool=\"mail\"} \\d")
                .contains("agentgate_tool_call_duration_seconds_bucket{")
                .contains("agentgate_policy_denials_total{rule_id=\"no-mail\"}")
                .contains("agentgate_rate_limit_hits_total{scope=\"policy\"}")
                .contains("agentgate_circuit_breaker_state{")
                .contains("agentgate_active_sessions 0");
    }
}
