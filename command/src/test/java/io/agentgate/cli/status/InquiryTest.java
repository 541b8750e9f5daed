package io.agentgate.cli.status;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InquiryTest {
    static final ProcessState STATE =
            new ProcessState(
                    new ProcessState.Program(
                            7, "serve", "1.0", Instant.parse("2026-11-21T01:33:45Z")),
                    new ProcessState.Place("tickets", "http://127.0.0.1:7072/mcp", null),
                    new ProcessState.Rules(
                            "/etc/\"rules\".toml",
                            "0123456789abcdef",
                            new ProcessState.Candidate("/etc/next.toml", "fedcba98", 120, 3)),
                    new ProcessState.Recording(
                            "/srv/ä.db", "blocking", 4_096, Duration.ofMillis(12), "it is locked"),
                    new ProcessState.Load(3, 2, true),
                    List.of(
                            new ServerState(
                                    "tickets",
                                    "/servers/tickets/mcp",
                                    "https://mcp.example.com/mcp",
                                    "2025-11-25",
                                    12,
                                    7,
                                    Duration.ofNanos(1_250_000),
                                    null,
                                    null,
                                    List.of(
                                            new ServerState.Endpoint("http://a/mcp", false, 4),
                                            new ServerState.Endpoint("http://b/mcp", true, 0))),
                            new ServerState(
                                    "files",
                                    "/servers/files/mcp",
                                    "npx",
                                    null,
                                    null,
                                    0,
                                    null,
                                    "`npx` cannot be started",
                                    new ServerState.Children(0, 3, Duration.ofMillis(1_500)))));

    @Test
    void answerTellsTheStateToWhoeverAsks() {
        byte[] answer = Inquiry.answer(Inquiry.question(), () -> STATE);

        assertThat(Inquiry.state(answer)).isEqualTo(STATE);
        assertThat(new String(answer, UTF_8)).startsWith("{\"v\":1,").endsWith("}\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"v\":1,\"ask\":\"stop\"}",
                "{}",
                "[]",
                "",
                "state",
                "{\"ask\":{",
                "\"",
                "}"
            })
    void questionThatIsNotKnownGetsAnErrorAndNoState(String question) {
        byte[] answer = Inquiry.answer(question.getBytes(UTF_8), () -> STATE);

        assertThat(new String(answer, UTF_8))
                .startsWith("{\"v\":1,\"error\":")
                .doesNotContain("pid");
    }

    @Test
    void answerOfALaterVersionIsReadAsFarAsItIsKnown() {
        String answer = new String(Inquiry.answer(Inquiry.question(), () -> STATE), UTF_8);
        String later = answer.replace("\"pid\"", "\"holds\":[{\"id\":1}],\"pid\"");

        assertThat(Inquiry.state(later.getBytes(UTF_8))).isEqualTo(STATE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"v\":1,\"state\":{}}",
                "{\"v\":1,\"error\":\"no\"}",
                "{\"state\":{\"pid\":\"x"
            })
    void answerThatTellsNoStateIsNone(String answer) {
        assertThatThrownBy(() -> Inquiry.state(answer.getBytes(UTF_8)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
