package io.agentgate.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.cli.installation.Home;
import io.agentgate.cli.installation.Stores;
import io.agentgate.cli.terminal.CommandException;
import io.agentgate.gateway.audit.AuditEvent;
import io.agentgate.gateway.audit.AuditSink;
import io.agentgate.gateway.audit.CallDecision;
import io.agentgate.gateway.audit.CallOrigin;
import io.agentgate.gateway.audit.DecisionBasis;
import io.agentgate.gateway.journal.Journal;
import io.agentgate.gateway.journal.JournalSettings;
import io.agentgate.gateway.journal.WriterDirectory;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class AuditVerifyTest {
    private static final Instant TIME = Instant.parse("2026-11-20T12:00:00.000123Z");

    @TempDir Path temp;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Home home;

    @BeforeEach
    void makeHome() throws Exception {
        home = new Home(temp.resolve("home"));
        home.create();
    }

    private static AuditEvent denied(int number) {
        return new AuditEvent.CallDecided(
                "w1-" + number,
                TIME.plusMillis(number),
                new CallOrigin("s", "agent", "caller", "server", "tool", null),
                new DecisionBasis(CallDecision.DENIED, "rule", "because", "none"),
                null);
    }

    private void record(int... numbers) throws Exception {
        try (AuditSink sink = Stores.of(home).sink(home.database().toString())) {
            for (int number : numbers) {
                sink.deliver(List.of(denied(number)));
            }
        }
    }

    private void sql(String sql) throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + home.database());
                var statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql)).isOne();
        }
    }

    private int verify(String... arguments) {
        CommandLine line = new CommandLine(new AuditVerify(home));
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        line.setExecutionExceptionHandler(
                (failed, command, result) -> {
                    err.write(String.valueOf(failed.getMessage()));
                    return failed instanceof CommandException known ? known.exitCode() : 70;
                });
        return line.execute(arguments);
    }

    @Test
    void wholeRecordsAreSaidToBe() throws Exception {
        record(1, 2, 3);

        assertThat(verify()).isZero();
        assertThat(out.toString().lines())
                .containsExactly(
                        "3 events of 1 writers verified, 0 pruned, 0 before the chain",
                        "0 records in 0 journals whole");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void changedRecordIsNamed() throws Exception {
        record(1, 2, 3);
        sql("UPDATE calls SET tool = 'other' WHERE decision_id = 'w1-2'");

        assertThat(verify()).isOne();
        assertThat(out.toString())
                .startsWith(
                        "changed: writer w1, event 2, id w1-2, 2026-11-20T12:00:00.002123Z: it is"
                                + " not what was recorded\n1 events of 0 writers verified");
    }

    @Test
    void changedRecordIsNamedForScripts() throws Exception {
        record(1, 2, 3);
        sql("DELETE FROM calls WHERE decision_id = 'w1-2'");

        assertThat(verify("--json")).isOne();
        assertThat(out.toString())
                .isEqualTo(
                        "{\"whole\":false,\"events\":1,\"writers\":0,\"pruned\":0,"
                            + "\"before_chain\":0,\"broken\":1,\"flaws\":[{\"kind\":\"missing\","
                            + "\"writer\":\"w1\",\"seq\":2,\"id\":null,\"time\":null,\"detail\":\"event"
                            + " 2 is not there, behind w1-1 of"
                            + " 2026-11-20T12:00:00.001123Z\"}],\"journals\":0,\"journal_records\":0,\"journal_flaws\":[]}\n");
    }

    @Test
    void damagedSegmentIsNamed() throws Exception {
        record(1);
        String destination = Stores.destination(home.database(), null);
        WriterDirectory directory = WriterDirectory.create(home.journals(), "w7", destination);
        try (Journal journal = new Journal(directory, JournalSettings.ofOneSession())) {
            for (int number = 1; number <= 3; number++) {
                journal.append(denied(number));
            }
        }
        Path segment = home.journals().resolve("w7").resolve("00000001.seg");
        byte[] bytes = Files.readAllBytes(segment);
        bytes[60]++;
        Files.write(segment, bytes);

        assertThat(verify()).isOne();
        assertThat(out.toString())
                .startsWith(
                        "broken: journal of writer w7, segment "
                                + segment
                                + ", record 1: 1 record is damaged");
    }

    @Test
    void nothingIsVerifiedWhereNothingWasRecorded() {
        assertThat(verify()).isZero();
        assertThat(out.toString().lines())
                .containsExactly("nothing to verify yet: no calls are recorded");
        assertThat(home.keys()).doesNotExist();
    }

    @Test
    void databaseThatIsGoneIsNotTakenForNothingRecorded() throws Exception {
        record(1);
        Files.delete(home.database());

        assertThat(verify()).isEqualTo(74);
        assertThat(err.toString()).contains("there is no database");
    }

    @Test
    void directoryForADatabaseIsSaid() throws Exception {
        record(1);

        assertThat(verify("--db", temp.toString())).isEqualTo(74);
        assertThat(err.toString()).contains(temp + " is a directory").doesNotContain("SQLITE");
    }

    @Test
    void withoutAKeyNothingIsVerifiedAndNoneIsMade() throws Exception {
        Files.createFile(home.database());

        assertThat(verify()).isEqualTo(78);
        assertThat(err.toString()).contains("there is no audit.key");
        assertThat(home.keys()).doesNotExist();
    }

    @Test
    void missingDatabaseIsSaid() throws Exception {
        record(1);

        assertThat(verify("--db", temp.resolve("none.db").toString())).isEqualTo(74);
        assertThat(err.toString()).contains("there is no database").contains("none.db");
    }

    @Test
    void fileThatIsNoDatabaseIsSaid() throws Exception {
        record(1);
        Path notes = Files.writeString(temp.resolve("notes"), "my notes\n".repeat(200));

        assertThat(verify("--db", notes.toString())).isEqualTo(74);
        assertThat(err.toString()).contains(notes.toString());
    }
}
