package io.agentgate.embedded.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentgate.gateway.audit.AuditEvent;
import io.agentgate.gateway.audit.AuditLogException;
import io.agentgate.gateway.audit.AuditSinkException;
import io.agentgate.gateway.audit.CallQuery;
import io.agentgate.testkit.audit.SampleCall;
import io.agentgate.testkit.time.FixedClock;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.NativeLibraryNotFoundException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What happens when the file is not as it should be. */
class SqliteTroubleTest {
    private static final Duration IMPATIENT = Duration.ofMillis(30);

    @TempDir Path temp;

    private Path file;
    private SqliteAuditSink sink;
    private SqliteAuditLog log;

    @BeforeEach
    void prepare() {
        file = temp.resolve("store/audit.db");
        use(0);
    }

    private void use(int maxPages) {
        SqliteDatabase database =
                new SqliteDatabase(
                        file, SampleCall::key, SqliteSchema.CURRENT, IMPATIENT, maxPages);
        sink = new SqliteAuditSink(database, new FixedClock());
        log = new SqliteAuditLog(database);
    }

    @AfterEach
    void close() {
        sink.close();
        log.close();
    }

    private static List<AuditEvent> call(int number) {
        SampleCall call = SampleCall.numbered(number);
        return List.of(call.decided(), call.settled());
    }

    private List<String> storedIds() throws AuditLogException {
        return log.calls(CallQuery.newest(1000)).stream()
                .map(call -> call.decision().decisionId())
                .toList();
    }

    private Connection rawConnection() throws Exception {
        return DriverManager.getConnection("jdbc:sqlite:" + file);
    }

    @Test
    void nothingIsMadeBeforeTheFirstDelivery() throws Exception {
        assertThat(storedIds()).isEmpty();

        assertThat(file.getParent()).doesNotExist();
    }

    @Test
    void filesAreTheirOwnersOnly() throws Exception {
        sink.deliver(call(1));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                .isEqualTo("rwx------");
        try (Stream<Path> files = Files.list(file.getParent())) {
            assertThat(files)
                    .hasSize(3)
                    .allSatisfy(
                            each ->
                                    assertThat(
                                                    PosixFilePermissions.toString(
                                                            Files.getPosixFilePermissions(each)))
                                            .isEqualTo("rw-------"));
        }
    }

    @Test
    void emptyFileIsAnEmptyStore() throws Exception {
        Files.createDirectories(file.getParent());
        Files.createFile(file);

        assertThat(storedIds()).isEmpty();
        sink.deliver(call(1));
        assertThat(storedIds()).containsExactly("w1-1");
    }

    @Test
    void storeIsReadAfterItsWriterClosedIt() throws Exception {
        sink.deliver(call(1));
        sink.close();

        assertThat(storedIds()).containsExactly("w1-1");
    }

    @Test
    void closedSinkOpensAgain() throws Exception {
        sink.deliver(call(1));
        sink.close();
        sink.deliver(call(2));

        assertThat(storedIds()).containsExactly("w1-2", "w1-1");
    }

    @Test
    void fileOfOtherContentIsRefusedAndLeftAsItIs() throws Exception {
        Files.createDirectories(file.getParent());
        String text = "these are my notes, not a database\n".repeat(100);
        Files.writeString(file, text);

        assertThatThrownBy(() -> sink.deliver(call(1)))
                .isInstanceOf(AuditSinkException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("move it away");
        assertThatThrownBy(this::storedIds)
                .isInstanceOf(AuditLogException.class)
                .hasMessageContaining(file.toString());
        assertThat(file).hasContent(text);
    }

    @Test
    void databaseOfAnotherProgramIsRefusedAndLeftAsItIs() throws Exception {
        Files.createDirectories(file.getParent());
        try (Connection other = rawConnection();
                Statement statement = other.createStatement()) {
            statement.execute("CREATE TABLE mine (x)");
        }
        byte[] before = Files.readAllBytes(file);

        assertThatThrownBy(() -> sink.deliver(call(1)))
                .isInstanceOf(AuditSinkException.class)
                .hasMessageContaining(file + " belongs to another program");
        assertThatThrownBy(this::storedIds).isInstanceOf(AuditLogException.class);
        assertThat(file).hasBinaryContent(before);
    }

    @Test
    void damagedFileIsNamedAndReplacementIsTaken() throws Exception {
        sink.deliver(call(1));
        sink.close();
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(100);
            bytes.write("garbage".repeat(5000).getBytes(StandardCharsets.UTF_8));
        }

        assertThatThrownBy(() -> sink.deliver(call(2)))
                .isInstanceOf(AuditSinkException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("damaged");
        assertThatThrownBy(this::storedIds)
                .isInstanceOf(AuditLogException.class)
                .hasMessageContaining("damaged");

        Files.delete(file);
        sink.deliver(call(2));
        assertThat(storedIds()).containsExactly("w1-2");
    }

    @Test
    void directoryInTheFilesPlaceIsExplained() throws Exception {
        Files.createDirectories(file);

        assertThatThrownBy(() -> sink.deliver(call(1)))
                .isInstanceOf(AuditSinkException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("is a directory: name a file");
    }

    @Test
    void fileInTheDirectorysPlaceIsExplained() throws Exception {
        Files.writeString(file.getParent(), "a file");

        assertThatThrownBy(() -> sink.deliver(call(1)))
                .isInstanceOf(AuditSinkException.class)
                .hasMessage(
                        "audit store "
                                + file
                                + " can't be made: "
                                + file.getParent()
                                + " is no directory");
    }

    @Test
    void lockedFileIsExplainedAndTakenAgainWhenItIsFree() throws Exception {
        sink.deliver(call(1));
        try (Connection other = rawConnection();
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN EXCLUSIVE");

            assertThatThrownBy(() -> sink.deliver(call(2)))
                    .isInstanceOf(AuditSinkException.class)
                    .hasMessageContaining(file + " is locked by another program");
            assertThatThrownBy(() -> sink.closeOpenCalls("w1"))
                    .isInstanceOf(AuditSinkException.class)
                    .hasMessageContaining("locked");
            assertThat(storedIds()).containsExactly("w1-1");
        }

        sink.deliver(call(2));
        assertThat(storedIds()).containsExactly("w1-2", "w1-1");
    }

    @Test
    void failureInTheMiddleOfABatchTakesAllOfItBack() throws Exception {
        sink.deliver(call(1));
        try (Connection other = rawConnection();
                Statement statement = other.createStatement()) {
            statement.execute(
                    "CREATE TRIGGER no_more BEFORE INSERT ON calls WHEN NEW.decision_id = 'w1-3'"
                            + " BEGIN SELECT raise(ABORT, 'no more'); END");
            List<AuditEvent> batch = new ArrayList<>(call(2));
            batch.addAll(call(3));

            assertThatThrownBy(() -> sink.deliver(batch))
                    .isInstanceOf(AuditSinkException.class)
                    .hasMessageContaining(file.toString());
            assertThat(storedIds()).containsExactly("w1-1");

            statement.execute("DROP TRIGGER no_more");
            sink.deliver(batch);
            assertThat(storedIds()).containsExactly("w1-3", "w1-2", "w1-1");
        }
    }

    @Test
    @SuppressWarnings("NullAway") // the point of it: an event that no type checker has seen
    void eventThatCannotBeWrittenLeavesNoLockBehind() throws Exception {
        sink.deliver(call(1));
        AuditEvent broken = new AuditEvent.CallDecided("w1-2", SampleCall.START, null, null, null);

        assertThatThrownBy(() -> sink.deliver(List.of(broken)))
                .isInstanceOf(RuntimeException.class);

        try (Connection other = rawConnection();
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            statement.execute("ROLLBACK");
        }
        sink.deliver(call(3));
        assertThat(storedIds()).containsExactly("w1-3", "w1-1");
    }

    @Test
    void readOnlyFileIsExplained() {
        SqliteDatabase database = new SqliteDatabase(file, SampleCall::key);
        SQLiteException readOnly =
                new SQLiteException("read-only", SQLiteErrorCode.SQLITE_READONLY_DIRECTORY);

        assertThat(database.explain(readOnly))
                .contains(file.toString())
                .contains("is read-only: give its owner the right to write");
    }

    @Test
    void missingNativeLibraryIsExplained() {
        SQLException unloadable =
                new SQLException(
                        "Error opening connection", new NativeLibraryNotFoundException("none"));

        assertThat(new SqliteDatabase(file, SampleCall::key).explain(unloadable))
                .contains(file.toString())
                .contains("-Dorg.sqlite.tmpdir");
    }

    @Test
    void keyThatCannotBeHadIsSaidAndNothingIsMade() {
        SqliteDatabase keyless =
                new SqliteDatabase(
                        file,
                        () -> {
                            throw new AuditKeyException("audit.key is no key", new IOException());
                        });

        try (SqliteAuditSink refused = new SqliteAuditSink(keyless, new FixedClock())) {
            assertThatThrownBy(() -> refused.deliver(call(1)))
                    .isInstanceOf(AuditSinkException.class)
                    .hasMessage("audit.key is no key");
        }
        assertThat(file).doesNotExist();
    }

    @Test
    void fullDiskTakesNothingOfABatchAndGoesOnWhenThereIsRoom() throws Exception {
        sink.deliver(call(0));
        sink.close();
        log.close();
        use(60);
        List<AuditEvent> batch = new ArrayList<>();
        for (int number = 1; number <= 200; number++) {
            String big = "{\"text\":\"" + "x".repeat(5_000) + "\"}";
            batch.add(SampleCall.numbered(number).withArguments(SampleCall.payload(big)).decided());
        }

        assertThatThrownBy(() -> sink.deliver(batch))
                .isInstanceOf(AuditSinkException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("make room");
        assertThat(storedIds()).containsExactly("w1-0");
        sink.deliver(call(1000));
        assertThat(storedIds()).containsExactly("w1-1000", "w1-0");

        log.close();
        sink.close();
        use(0);
        sink.deliver(batch);
        assertThat(storedIds()).hasSize(202);
    }

    @Test
    void fileThatWasMovedAwayIsMadeAgain() throws Exception {
        sink.deliver(call(1));
        assertThat(storedIds()).containsExactly("w1-1");
        Path elsewhere = Files.createDirectory(temp.resolve("elsewhere"));
        for (String suffix : List.of("", "-wal", "-shm")) {
            Files.move(
                    file.resolveSibling("audit.db" + suffix),
                    elsewhere.resolve("audit.db" + suffix));
        }

        assertThat(storedIds()).isEmpty();
        sink.deliver(call(2));

        assertThat(storedIds()).containsExactly("w1-2");
    }

    @Test
    void readerSeesEveryCommittedBatchWhileTheWriterIsInTheMiddleOfOne() throws Exception {
        sink.deliver(call(1));
        try (Connection other = rawConnection();
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            statement.execute("DELETE FROM calls");

            assertThat(storedIds()).containsExactly("w1-1");
            statement.execute("ROLLBACK");
        }
    }

    @Test
    void markIsNeverGivenAgainAfterRowsAreGone() throws Exception {
        sink.deliver(call(1));
        long before = log.calls(CallQuery.newest(1)).getFirst().mark();
        try (Connection other = rawConnection();
                Statement statement = other.createStatement()) {
            statement.execute("DELETE FROM calls");
        }

        sink.deliver(call(2));

        assertThat(log.calls(CallQuery.newest(1)).getFirst().mark()).isGreaterThan(before);
    }

    @Test
    void droppedPayloadKeepsItsLengthAndProof() throws Exception {
        sink.deliver(call(1));
        try (Connection other = rawConnection();
                Statement statement = other.createStatement()) {
            statement.execute("UPDATE calls SET arguments = NULL, result = NULL");
        }

        AuditEvent.CallDecided decided = log.calls(CallQuery.newest(1)).getFirst().decision();

        assertThat(decided.arguments()).isNotNull();
        assertThat(decided.arguments().text()).isEmpty();
        assertThat(decided.arguments().truncated()).isTrue();
        assertThat(decided.arguments().hmac()).hasSize(32);
    }
}
