package io.agentgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agentgate.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code agentgate kill-switch}, as a session of {@code wrap} feels it. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KillSwitchIT {
    private static final String INITIALIZE =
            """
            {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25",\
            "capabilities":{},"clientInfo":{"name":"test","version":"1"}}}\
            """;
    private static final String INITIALIZED =
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}";

    @TempDir private Path directory = Path.of("");

    @BeforeEach
    void makeAHome() throws IOException {
        Files.createDirectories(
                home(),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    private Path home() {
        return directory.resolve("home");
    }

    private Gateway.Ended killSwitch(String... words) {
        List<String> command = new ArrayList<>(List.of("kill-switch"));
        command.addAll(List.of(words));
        return Gateway.run(home(), Gateway.command(command));
    }

    private static JsonNode json(Gateway.Ended ended) throws IOException {
        assertThat(ended.exitCode()).as(ended.toString()).isZero();
        return new ObjectMapper().readTree(ended.out());
    }

    /** A session that has begun, and that others see. */
    private RawSession session() throws IOException {
        RawSession session = RawSession.wrap(home(), Workshop.command());
        session.send(INITIALIZE);
        assertThat(session.next()).contains("\"result\"");
        session.send(INITIALIZED);
        Eventually.holds("the session shows", () -> Gateway.run(home(), "status").exitCode() == 0);
        return session;
    }

    private List<String> notes(String kind) {
        return RecordedNotes.of(home(), kind);
    }

    @Test
    void switchStopsTheNextCallAndLiftingItLetsTheOneAfterThrough() throws Exception {
        String user = System.getProperty("user.name");
        String id;
        try (RawSession session = session()) {
            session.call(2, "list_files", "{}");
            assertThat(session.next()).contains("\"id\":2", "\"result\"");

            JsonNode set =
                    json(
                            killSwitch(
                                    "set",
                                    "--tool",
                                    "list_*",
                                    "--reason",
                                    "the disk burns",
                                    "--json"));
            id = set.get("id").asText();
            assertThat(set.get("gateways").asInt()).isOne();
            assertThat(set.get("by").asText()).isEqualTo(user);
            session.call(3, "list_files", "{}");
            assertThat(session.next())
                    .contains(
                            "\"id\":3",
                            "-32603",
                            "kill_switch/" + id,
                            "Stopped by an operator: the disk burns");

            assertThat(killSwitch("list").out())
                    .contains(id, "tool list_*", "the disk burns", user);
            assertThat(Gateway.run(home(), "status").out()).contains("Kill switches");
            JsonNode status = json(Gateway.run(home(), "status", "--json"));
            assertThat(status.at("/processes/0/kill_switches").asInt()).isOne();

            Gateway.Ended lifted = killSwitch("lift", id);
            assertThat(lifted.exitCode()).as(lifted.toString()).isZero();
            assertThat(lifted.out()).contains(id, "in force at 1 running gateway");
            session.call(4, "list_files", "{}");
            assertThat(session.next()).contains("\"id\":4", "\"result\"");
            session.endInput();
            assertThat(session.exitCode()).isZero();
        }

        assertThat(notes("switch_set"))
                .containsExactly(id + " (tool list_*) by " + user + ": the disk burns");
        assertThat(notes("switch_lifted"))
                .singleElement()
                .asString()
                .startsWith("by " + user + "; it was " + id);
        assertThat(notes("switches_loaded"))
                .containsExactly(
                        "1 in force; set " + id + " (tool list_*) by " + user + ": the disk burns",
                        "0 in force; lifted " + id);
        assertThat(RecordedCalls.in(home().resolve("agentgate.db")))
                .extracting(RecordedCalls.Row::status)
                .containsExactly("allowed", "denied", "allowed");
    }

    @Test
    void switchOutlivesTheSessionAndHoldsInTheNext() throws Exception {
        killSwitch("set", "--all", "--reason", "holidays");
        try (RawSession session = session()) {
            session.awaitSaid("kill switches stop calls: 1 set");
            session.call(2, "list_files", "{}");
            assertThat(session.next()).contains("\"id\":2", "Stopped by an operator: holidays");
        }
        try (RawSession session = session()) {
            session.call(2, "list_files", "{}");
            assertThat(session.next()).contains("\"id\":2", "Stopped by an operator: holidays");
        }
    }

    @Test
    void fileThatCannotBeReadKeepsGatewaysFromBeginningAndLiftsNothing() throws Exception {
        Path file = home().resolve("kill-switches.json");
        try (RawSession session = session()) {
            killSwitch("set", "--all", "--reason", "fire");
            Files.writeString(file, "{\n  \"switches\": [\n    {\"id\": 5}\n  ]\n}\n");
            session.awaitSaid("kill switches not reloaded");

            session.call(2, "list_files", "{}");
            assertThat(session.next()).contains("\"id\":2", "Stopped by an operator: fire");
        }
        String problem = file + ":3: `id` is no text";
        try (RawSession refused = RawSession.wrap(home(), Workshop.command())) {
            assertThat(refused.nextOrEnd()).isNull();
            assertThat(refused.exitCode()).isEqualTo(ExitCode.CONFIG);
            assertThat(String.join("\n", refused.said())).contains(problem);
        }
        for (Gateway.Ended ended :
                List.of(
                        killSwitch("list"),
                        killSwitch("set", "--all", "--reason", "more"),
                        killSwitch("lift", "x"))) {
            assertThat(ended.exitCode()).isEqualTo(ExitCode.CONFIG);
            assertThat(ended.err()).contains(problem);
        }
        assertThat(Gateway.run(home(), "doctor").out()).contains(problem);
    }

    @ParameterizedTest
    @CsvSource({
        "set --reason why,say what to stop: --all",
        "set --all --agent x --reason why,say one thing to stop: --all",
        "set --all --server x --reason why,say one thing to stop: --all",
        "set --all,--reason is missing",
        "set --tool= --reason why,--tool is empty",
        "lift 0123456789ab,there is no kill switch `0123456789ab`; none is set"
    })
    void whatIsNotClearIsRefusedAndSetsNothing(String words, String problem) throws Exception {
        Gateway.Ended ended = killSwitch(words.split(" "));

        assertThat(ended.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(ended.err()).contains(problem);
        assertThat(killSwitch("list").out()).isEqualTo("No kill switches are set.\n");
    }

    /** Who has to stop something now may have just broken the configuration. */
    @Test
    void wrongConfigurationKeepsNobodyFromStopping() throws Exception {
        Files.writeString(home().resolve("config.toml"), "db_path = 5\n");

        Gateway.Ended ended = killSwitch("set", "--server", "files", "--reason", "fire");

        assertThat(ended.exitCode()).as(ended.toString()).isZero();
        assertThat(ended.err()).contains("config.toml:1");
        assertThat(json(killSwitch("list", "--json")).at("/kill_switches/0/scope").asText())
                .isEqualTo("server");
    }
}
