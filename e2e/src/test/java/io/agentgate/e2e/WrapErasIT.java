package io.agentgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A client of the handshake era in front of programs that refuse the handshake: what is a program
 * of the stateless era is spoken to in it, and everything else stays as it is.
 */
@Timeout(180)
@Execution(ExecutionMode.CONCURRENT)
class WrapErasIT {
    private static final String INITIALIZE =
            "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":"
                + "\"2025-06-18\",\"capabilities\":{\"elicitation\":{}},"
                + "\"clientInfo\":{\"name\":\"test\",\"version\":\"1\"}}}";

    private static final String REFUSAL =
            "{\"jsonrpc\":\"2.0\",\"id\":0,\"error\":{\"code\":-32022,\"message\":\"not here\"}}";

    private static final String REFUSE = "read -r line; echo '" + REFUSAL + "'; ";

    /** Refuses the handshake, and says that it speaks the stateless era. */
    private static final String BEGIN =
            REFUSE
                    + "read -r line; "
                    + answer(
                            1,
                            "\"supportedVersions\":[\"2026-07-28\"],\"capabilities\":{},"
                                    + "\"resultType\":\"complete\"");

    @TempDir private Path home;

    /** The shell's word for a result under an id that is the gateway's. */
    private static String answer(int id, String members) {
        return "echo '{\"jsonrpc\":\"2.0\",\"id\":\"agentgate-%d\",\"result\":{%s}}'; "
                .formatted(id, members);
    }

    private RawSession program(String script) {
        var rules = Gateway.fileInRepository("policies/default.toml").toString();
        var session =
                RawSession.wrap(home, List.of("--policy", rules), List.of("sh", "-c", script));
        session.send(INITIALIZE);
        return session;
    }

    private RawSession begun(String script) {
        RawSession session = program(BEGIN + script);
        assertThat(session.next())
                .startsWith(
                        "{\"jsonrpc\":\"2.0\",\"id\":0,\"result\":{\"protocolVersion\":\"2025-06-18\"");
        return session;
    }

    @Test
    void callThatAsksForInputIsOneCallOfTheClient() throws Exception {
        String ask =
                "\"resultType\":\"input_required\",\"requestState\":\"s\",\"inputRequests\":"
                    + "{\"k\":{\"method\":\"elicitation/create\",\"params\":{\"message\":\"Who?\"}}}";
        Path seen = home.resolve("seen");
        try (var session =
                begun(
                        "read -r line; "
                                + answer(2, ask)
                                + "read -r line; printf %s \"$line\" > '"
                                + seen
                                + "'; "
                                + answer(4, "\"resultType\":\"complete\",\"content\":[]")
                                + "read -r line; exit 4")) {
            session.call(1, "list_files", "{}");
            assertThat(session.next())
                    .isEqualTo(
                            "{\"jsonrpc\":\"2.0\",\"id\":\"agentgate-3\",\"method\":"
                                    + "\"elicitation/create\",\"params\":{\"message\":\"Who?\"}}");
            session.send(
                    "{\"jsonrpc\":\"2.0\",\"id\":\"agentgate-3\",\"result\":{\"action\":\"decline\"}}");
            assertThat(session.next())
                    .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"content\":[]}}");
            assertThat(seen)
                    .content()
                    .contains(
                            "\"id\":\"agentgate-4\"",
                            "\"requestState\":\"s\"",
                            "\"inputResponses\":{\"k\":{\"action\":\"decline\"}}",
                            "\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"");
            session.endInput();
            assertThat(session.rest()).isEmpty();
            assertThat(session.exitCode()).isEqualTo(4);
        }
        assertThat(RecordedCalls.in(home.resolve("agentgate.db"))).hasSize(1);
    }

    @Test
    void callThatIsRefusedNeverReachesTheProgram() {
        try (var session = begun("read -r line; echo \"$line\" >&2; exit 0")) {
            session.call(1, "bash", "{\"command\":\"rm -rf /\"}");
            assertThat(session.next()).contains("\"id\":1,\"error\"", "decisionId");
            session.endInput();
            assertThat(session.rest()).isEmpty();
            assertThat(session.exitCode()).isZero();
            assertThat(session.said()).noneMatch(line -> line.contains("rm -rf"));
        }
    }

    @Test
    void programThatEndsTellsItsExitCodeAndWhatItLeftUnanswered() {
        try (var session = begun("read -r line; exit 5")) {
            session.call(1, "list_files", "{}");
            assertThat(session.next())
                    .contains("\"id\":1,\"error\"", "the server ended before it answered");
            assertThat(session.rest()).isEmpty();
            assertThat(session.exitCode()).isEqualTo(5);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "exit 7, 7",
        "read -r line; exit 8, 8",
        "exec >&-; read -r line; exit 9, 9",
    })
    void clientHearsTheFirstRefusalOfAProgramThatEndsThen(String then, int exitCode) {
        try (var session = program(REFUSE + then)) {
            assertThat(session.next()).isEqualTo(REFUSAL);
            assertThat(session.rest()).isEmpty();
            assertThat(session.exitCode()).isEqualTo(exitCode);
        }
    }

    @Test
    void clientHearsTheFirstRefusalOfAProgramThatSpeaksNeitherEra() {
        String refuse =
                "echo '{\"jsonrpc\":\"2.0\",\"id\":\"agentgate-1\",\"error\":{\"code\":-32601,"
                        + "\"message\":\"?\"}}'; ";
        try (var session =
                program(REFUSE + "read -r line; " + refuse + "read -r line; echo \"$line\"")) {
            assertThat(session.next()).isEqualTo(REFUSAL);
            var again = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/again\"}";
            session.send(again);
            assertThat(session.next()).isEqualTo(again);
        }
    }

    /** The program does not answer the question, but goes on with the session. */
    @Test
    void clientHearsTheFirstRefusalOfAProgramThatIsSilentThen() {
        try (var session = program(REFUSE + "read -r line; read -r line; echo \"$line\"")) {
            assertThat(session.next()).isEqualTo(REFUSAL);
            var again = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/again\"}";
            session.send(again);
            assertThat(session.next()).isEqualTo(again);
        }
    }

    /** Whoever held one side up for the other would make both wait for ever. */
    @Test
    void programAndClientMayBothSpeakBeforeTheyListen() throws Exception {
        int many = 20_000;
        String note =
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":"
                        + "{\"level\":\"info\",\"data\":\"flood\"}}";
        try (var session =
                begun(
                        "yes '"
                                + note
                                + "' | head -n "
                                + many
                                + "; while read -r line; do :; done")) {
            var said =
                    CompletableFuture.runAsync(
                            () ->
                                    IntStream.rangeClosed(1, 2_000)
                                            .forEach(
                                                    id ->
                                                            session.send(
                                                                    "{\"jsonrpc\":\"2.0\",\"id\":"
                                                                            + id
                                                                            + ",\"method\":\"ping\"}")));
            int notes = 0;
            int answers = 0;
            while (notes < many || answers < 2_000) {
                boolean answer = session.next().contains("\"result\":{}");
                answers += answer ? 1 : 0;
                notes += answer ? 0 : 1;
            }
            said.get(60, TimeUnit.SECONDS);
            session.endInput();
            assertThat(session.rest()).isEmpty();
            assertThat(session.exitCode()).isZero();
        }
    }
}
