package io.agentgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code wrap --audit-log} appends, in each mode of the journal. */
@Timeout(120)
class AuditLogIT {
    private static final int CALLS = 5;

    @TempDir private Path home;

    private Path log() {
        return home.resolve("audit.jsonl");
    }

    private RawSession session(String mode) throws IOException {
        Files.writeString(home.resolve("config.toml"), "[journal]\nmode = \"" + mode + "\"\n");
        return RawSession.wrap(
                home, List.of("--audit-log", log().toString()), ScriptedServer.answering());
    }

    private static void call(RawSession session) {
        for (int id = 1; id <= CALLS; id++) {
            session.call(id, "work", "{\"call\":\"c-" + id + "\"}");
            assertThat(session.next()).contains("\"id\":" + id + ",");
        }
    }

    private List<JsonNode> lines() throws IOException {
        var mapper = new ObjectMapper();
        var lines = new ArrayList<JsonNode>();
        for (var line : Files.readAllLines(log())) {
            lines.add(mapper.readTree(line));
        }
        return lines;
    }

    @ParameterizedTest
    @ValueSource(strings = {"blocking", "blocking-strict", "batch"})
    void sessionThatEndedIsInTheLogAsItHappened(String mode) throws IOException {
        try (var session = session(mode)) {
            call(session);
            session.endInput();
            assertThat(session.exitCode()).isZero();
        }

        var events = new ArrayList<String>();
        for (var line : lines()) {
            events.add(line.get("event").textValue());
        }
        var expected = new ArrayList<String>();
        for (int id = 1; id <= CALLS; id++) {
            expected.addAll(List.of("decision", "outcome"));
        }
        expected.add("closed");
        assertThat(events).isEqualTo(expected);
        assertThat(RecordedCalls.in(home.resolve("agentgate.db"))).hasSize(CALLS);
    }

    @Test
    void whatAKilledGatewayRecordedComesIntoTheLogWithTheNextCommand() throws IOException {
        try (var session = session("blocking-strict")) {
            call(session);
            session.kill();
        }
        assertThat(Gateway.run(home, "logs").exitCode()).isZero();

        Set<String> settled = new TreeSet<>();
        for (var line : lines()) {
            if (line.get("event").textValue().equals("outcome")) {
                settled.add(line.get("id").textValue());
            }
        }
        assertThat(settled).hasSize(CALLS);
        assertThat(lines().getLast().get("event").textValue()).isEqualTo("closed");
    }
}
