package io.agentgate.embedded.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentgate.gateway.audit.AuditLogException;
import io.agentgate.gateway.audit.AuditSinkException;
import io.agentgate.gateway.audit.CallQuery;
import io.agentgate.testkit.audit.SampleCall;
import io.agentgate.testkit.time.FixedClock;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of several versions, and programs of several versions at one file. */
class SqliteSchemaTest {
    private static final int NOW = SqliteSchema.CURRENT.version();
    private static final Migration ADDITION =
            new Migration(NOW + 1, NOW, List.of("ALTER TABLE calls ADD COLUMN transport TEXT"));
    private static final Migration BREAK =
            new Migration(NOW + 2, NOW + 2, List.of("CREATE TABLE payloads (id TEXT PRIMARY KEY)"));

    @TempDir Path temp;

    private SqliteDatabase database(Migration... future) {
        List<Migration> migrations = Stream.concat(current().stream(), Stream.of(future)).toList();
        return new SqliteDatabase(
                file(), SampleCall::key, new SqliteSchema(migrations), Duration.ofSeconds(30), 0);
    }

    private static List<Migration> current() {
        return SqliteSchema.CURRENT.migrations();
    }

    private Path file() {
        return temp.resolve("audit.db");
    }

    private static SqliteAuditSink sink(SqliteDatabase database) {
        return new SqliteAuditSink(database, new FixedClock());
    }

    private static int version(SqliteDatabase database) throws Exception {
        try (Connection connection = database.openToWrite();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("PRAGMA user_version")) {
            return rows.getInt(1);
        }
    }

    @Test
    void newFileHasTheProgramsVersion() throws Exception {
        assertThat(version(database())).isEqualTo(NOW);
    }

    @Test
    void olderFileIsBroughtUpToDateWithItsRows() throws Exception {
        try (SqliteAuditSink old = sink(database())) {
            old.deliver(List.of(SampleCall.numbered(1).decided()));
        }
        SqliteDatabase newer = database(ADDITION, BREAK);

        assertThat(version(newer)).isEqualTo(NOW + 2);
        try (SqliteAuditLog log = new SqliteAuditLog(newer)) {
            assertThat(log.calls(CallQuery.newest(10))).hasSize(1);
        }
    }

    @Test
    void readerBringsAnOlderFileUpToDateFirst() throws Exception {
        try (SqliteAuditSink old = sink(database())) {
            old.deliver(List.of(SampleCall.numbered(1).decided()));
        }

        try (SqliteAuditLog log = new SqliteAuditLog(database(ADDITION))) {
            assertThat(log.calls(CallQuery.newest(10))).hasSize(1);
        }
        assertThat(version(database())).isEqualTo(NOW + 1);
    }

    @Test
    void olderProgramWritesAndReadsACompatibleNewerFile() throws Exception {
        SqliteDatabase older = database();
        try (SqliteAuditSink newSink = sink(database(ADDITION));
                SqliteAuditSink oldSink = sink(older);
                SqliteAuditLog oldLog = new SqliteAuditLog(older)) {
            newSink.deliver(List.of(SampleCall.numbered(1).decided()));
            oldSink.deliver(List.of(SampleCall.numbered(1).settled()));
            oldSink.deliver(List.of(SampleCall.numbered(2).decided()));

            assertThat(oldLog.calls(CallQuery.newest(10))).hasSize(2);
        }
        assertThat(version(older)).isEqualTo(NOW + 1);
    }

    @Test
    void programAtWorkGoesOnWhileANewerOneAddsToTheFile() throws Exception {
        try (SqliteAuditSink oldSink = sink(database());
                SqliteAuditLog oldLog = new SqliteAuditLog(database())) {
            oldSink.deliver(List.of(SampleCall.numbered(1).decided()));
            assertThat(oldLog.calls(CallQuery.newest(10))).hasSize(1);

            assertThat(version(database(ADDITION))).isEqualTo(NOW + 1);

            oldSink.deliver(List.of(SampleCall.numbered(2).decided()));
            assertThat(oldLog.calls(CallQuery.newest(10))).hasSize(2);
        }
    }

    @Test
    void incompatibleNewerFileIsRefusedWithFileAndVersions() throws Exception {
        assertThat(version(database(ADDITION, BREAK))).isEqualTo(NOW + 2);

        try (SqliteAuditSink oldSink = sink(database());
                SqliteAuditLog oldLog = new SqliteAuditLog(database())) {
            assertThatThrownBy(() -> oldSink.deliver(List.of(SampleCall.numbered(1).decided())))
                    .isInstanceOf(AuditSinkException.class)
                    .hasMessageContaining(file().toString())
                    .hasMessageContaining("schema version " + (NOW + 2))
                    .hasMessageContaining("this one has " + NOW)
                    .hasMessageContaining("Update this AgentGate");
            assertThatThrownBy(() -> oldLog.calls(CallQuery.newest(1)))
                    .isInstanceOf(AuditLogException.class)
                    .hasMessageContaining("schema version " + (NOW + 2));
        }
    }

    @Test
    void failedMigrationLeavesTheFileAsItWas() throws Exception {
        assertThat(version(database())).isEqualTo(NOW);
        Migration broken =
                new Migration(
                        NOW + 1,
                        NOW,
                        List.of("ALTER TABLE calls ADD COLUMN transport TEXT", "NOT A STATEMENT"));

        try (SqliteAuditSink sink = sink(database(broken))) {
            assertThatThrownBy(() -> sink.deliver(List.of(SampleCall.numbered(1).decided())))
                    .isInstanceOf(AuditSinkException.class);
        }

        assertThat(version(database(ADDITION))).isEqualTo(NOW + 1);
    }

    @Test
    void allWhoOpenAMissingFileAtOnceShareIt() throws Exception {
        int openers = 8;
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newFixedThreadPool(openers)) {
            List<Future<?>> results = new ArrayList<>();
            for (int i = 0; i < openers; i++) {
                SampleCall call = SampleCall.numbered(i).withWriter("w" + i);
                SqliteDatabase database = i % 2 == 0 ? database() : database(ADDITION);
                results.add(
                        threads.submit(
                                () -> {
                                    start.await();
                                    try (SqliteAuditSink sink = sink(database)) {
                                        sink.deliver(List.of(call.decided(), call.settled()));
                                    }
                                    return null;
                                }));
            }
            start.countDown();
            for (Future<?> result : results) {
                result.get();
            }
        }

        try (SqliteAuditLog log = new SqliteAuditLog(database())) {
            assertThat(log.calls(CallQuery.newest(100))).hasSize(openers);
        }
        assertThat(version(database())).isEqualTo(NOW + 1);
    }
}
