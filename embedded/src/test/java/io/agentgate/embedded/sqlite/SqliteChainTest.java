package io.agentgate.embedded.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentgate.embedded.sqlite.ChainFlaw.Kind;
import io.agentgate.gateway.audit.AuditEvent;
import io.agentgate.gateway.audit.AuditLogException;
import io.agentgate.gateway.audit.CallDecision;
import io.agentgate.gateway.audit.CallQuery;
import io.agentgate.gateway.audit.CallStatus;
import io.agentgate.gateway.audit.Payload;
import io.agentgate.testkit.audit.SampleCall;
import io.agentgate.testkit.time.FixedClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The chain of a store, and what verification says after somebody changed the file. */
class SqliteChainTest {
    private static final String CLOSE =
            "UPDATE calls SET status = 'unknown', latency_nanos = NULL, result = NULL,"
                    + " result_bytes = NULL, result_hmac = NULL, result_redacted_by = NULL,"
                    + " outcome_reason = '"
                    + AuditWriter.CLOSED_REASON
                    + "'";

    private static final String OLDER_COLUMNS =
            "decision_id, writer, time, session, agent, caller, server, tool, request_id,"
                    + " decision, status, rule, reason, revision, settled_at, latency_nanos,"
                    + " outcome_reason, arguments, arguments_bytes, arguments_hmac, result,"
                    + " result_bytes, result_hmac, mark";

    @TempDir Path temp;

    private Path file;
    private SqliteDatabase database;
    private SqliteAuditSink sink;
    private SqliteAuditLog log;

    @BeforeEach
    void open() {
        file = temp.resolve("audit.db");
        database = new SqliteDatabase(file, SampleCall::key);
        sink = new SqliteAuditSink(database, new FixedClock());
        log = new SqliteAuditLog(database);
    }

    @AfterEach
    void close() {
        log.close();
        sink.close();
    }

    private static SampleCall call(int number) {
        return SampleCall.numbered(number);
    }

    private static AuditEvent.Noted note(int number) {
        return new AuditEvent.Noted(
                "w1-" + number, call(number).time(), "policy_loaded", null, "revision " + number);
    }

    /** Events 1 to 7: two calls that ended, a refusal, a call that is open, and a note. */
    private void deliverSome() throws Exception {
        sink.deliver(List.of(call(1).decided(), call(1).settled(), call(2).decided()));
        sink.deliver(
                List.of(
                        call(2).settled(CallStatus.ERROR, "upstream said -32603"),
                        call(3).withDecision(CallDecision.DENIED).decided(),
                        note(4),
                        call(5).decided()));
    }

    private static List<AuditEvent> whole(String writer, int from, int to) {
        List<AuditEvent> events = new ArrayList<>();
        for (int number = from; number <= to; number++) {
            SampleCall call = call(number).withWriter(writer);
            events.add(call.decided());
            events.add(call.settled());
        }
        return events;
    }

    private void sql(String... statements) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                assertThat(statement.executeUpdate(sql)).as(sql).isNotZero();
            }
        }
    }

    private String text(String query) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private StoreVerdict verdict() throws AuditLogException {
        return new StoreVerification(database, (events, total) -> {}).run();
    }

    private ChainFlaw flaw() throws AuditLogException {
        StoreVerdict verdict = verdict();
        assertThat(verdict.isWhole()).isFalse();
        return verdict.flaws().getFirst();
    }

    private static void assertAt(ChainFlaw flaw, Kind kind, long seq, @Nullable String id) {
        assertThat(flaw.kind()).as(flaw.toString()).isEqualTo(kind);
        assertThat(flaw.writer()).isEqualTo("w1");
        assertThat(flaw.seq()).isEqualTo(seq);
        assertThat(flaw.id()).isEqualTo(id);
    }

    private static StoreVerdict good(long events, long writers, long pruned, long before) {
        return new StoreVerdict(events, writers, pruned, before, 0, List.of());
    }

    @Test
    void whatWasDeliveredIsVerified() throws Exception {
        deliverSome();
        sink.deliver(whole("w2", 1, 3));

        assertThat(verdict()).isEqualTo(good(13, 2, 0, 0));
    }

    @Test
    void missingStoreIsWholeAndStaysMissing() throws Exception {
        assertThat(verdict()).isEqualTo(good(0, 0, 0, 0));
        assertThat(file).doesNotExist();
    }

    @Test
    void repeatedEventsHaveOnePlace() throws Exception {
        deliverSome();
        deliverSome();
        sink.deliver(List.of(call(5).decided(), call(5).settled()));
        sink.deliver(List.of(call(5).settled(CallStatus.CANCELLED, "too late"), note(4)));

        assertThat(verdict()).isEqualTo(good(8, 1, 0, 0));
    }

    @Test
    void outcomeBeforeItsDecisionHasItsPlace() throws Exception {
        sink.deliver(List.of(call(1).settled()));
        assertThat(verdict()).isEqualTo(good(1, 1, 0, 0));
        sink.deliver(List.of(call(2).decided(), call(1).decided()));

        assertThat(verdict()).isEqualTo(good(3, 1, 0, 0));
        assertThat(
                        text(
                                "SELECT decided_seq || '/' || settled_seq FROM calls WHERE tool ="
                                        + " 'read_file' AND settled_seq IS NOT NULL"))
                .isEqualTo("3/1");
    }

    @Test
    void outcomeOfARefusalKeepsItsPlace() throws Exception {
        sink.deliver(List.of(call(1).settled()));
        sink.deliver(List.of(call(1).withDecision(CallDecision.DENIED).decided()));

        assertThat(verdict()).isEqualTo(good(2, 1, 0, 0));
    }

    @Test
    void closedCallIsWhole() throws Exception {
        deliverSome();
        sink.closeOpenCalls("w1");

        assertThat(verdict()).isEqualTo(good(7, 1, 0, 0));
    }

    @Test
    void anotherProcessGoesOnWithTheChain() throws Exception {
        deliverSome();
        sink.close();
        try (SqliteAuditSink adopter = new SqliteAuditSink(database, new FixedClock())) {
            adopter.deliver(List.of(call(5).decided(), call(5).settled()));
        }

        assertThat(verdict()).isEqualTo(good(8, 1, 0, 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "time = '2026-11-20T11:00:00.000000Z'",
                "time = time || ' '",
                "session = 'other'",
                "agent = 'other'",
                "caller = 'other'",
                "server = 'other'",
                "tool = 'other'",
                "request_id = NULL",
                "request_id = '3'",
                "arguments_kept = zeroblob(32)",
                "arguments_redacted_by = NULL",
                "arguments_redacted_by = 'hide-all'",
                "evaluation = NULL",
                "evaluation = replace(evaluation, 'true', 'unknown')",
                "decision = 'denied'",
                "decision = 'nonsense'",
                "rule = ''",
                "reason = 'other'",
                "revision = 'other'",
                "arguments = '{}'",
                "arguments = arguments || ' '",
                "arguments_bytes = arguments_bytes + 1",
                "arguments_hmac = NULL",
                "arguments_hmac = zeroblob(32)",
                "decided_link = zeroblob(32)",
                "decided_link = NULL"
            })
    void changedDecisionIsNamed(String change) throws Exception {
        deliverSome();
        sql("UPDATE calls SET " + change + " WHERE decision_id = 'w1-2'");

        assertAt(flaw(), Kind.CHANGED, 3, "w1-2");
        assertThat(flaw().time()).startsWith("2026-11-20T1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status = 'allowed'",
                "status = 'unknown'",
                "settled_at = '2026-11-20T11:00:00.000000Z'",
                "latency_nanos = 1",
                "latency_nanos = NULL",
                "outcome_reason = NULL",
                "result = '{}'",
                "result_bytes = 2",
                "result_hmac = NULL",
                "result_kept = zeroblob(32)",
                "result_redacted_by = NULL",
                "result_redacted_by = result_redacted_by || char(10) || 'more'",
                "settled_link = zeroblob(32)"
            })
    void changedOutcomeIsNamed(String change) throws Exception {
        deliverSome();
        sql("UPDATE calls SET " + change + " WHERE decision_id = 'w1-2'");

        assertAt(flaw(), Kind.CHANGED, 4, "w1-2");
    }

    @Test
    void changedNoteIsNamed() throws Exception {
        deliverSome();
        sql("UPDATE events SET detail = 'revision 5'");

        assertAt(flaw(), Kind.CHANGED, 7, "w1-4");
    }

    @Test
    void renamedCallIsNamed() throws Exception {
        deliverSome();
        sql("UPDATE calls SET decision_id = 'w1-9' WHERE decision_id = 'w1-2'");

        assertAt(flaw(), Kind.CHANGED, 3, "w1-9");
    }

    @Test
    void outcomeOverwrittenByUnknownIsNamed() throws Exception {
        deliverSome();
        sql(CLOSE + " WHERE decision_id = 'w1-2'");
        assertAt(flaw(), Kind.CHANGED, 4, "w1-2");

        sql("UPDATE calls SET settled_seq = NULL, settled_link = NULL WHERE decision_id = 'w1-2'");
        assertAt(flaw(), Kind.MISSING, 4, null);
    }

    @Test
    void inventedOutcomeIsNamed() throws Exception {
        deliverSome();
        sql(
                "UPDATE calls SET status = 'allowed', settled_at = time, latency_nanos = 1"
                        + " WHERE decision_id = 'w1-5'");

        assertAt(flaw(), Kind.CHANGED, 6, "w1-5");
    }

    @Test
    void otherStatusOfARefusalIsNamed() throws Exception {
        deliverSome();
        sql("UPDATE calls SET status = 'allowed' WHERE decision_id = 'w1-3'");

        assertAt(flaw(), Kind.CHANGED, 5, "w1-3");
    }

    @Test
    void deletedCallIsMissing() throws Exception {
        deliverSome();
        sql("DELETE FROM calls WHERE decision_id = 'w1-2'");

        assertAt(flaw(), Kind.MISSING, 3, null);
        assertThat(flaw().detail())
                .isEqualTo(
                        "events 3 to 4 are not there, behind w1-1 of 2026-11-20T12:00:00.002357Z");
    }

    @Test
    void deletedNoteIsMissing() throws Exception {
        deliverSome();
        sink.deliver(whole("w1", 6, 6));
        sql("DELETE FROM events");

        assertAt(flaw(), Kind.MISSING, 7, null);
    }

    @Test
    void swappedNumbersAreNamed() throws Exception {
        deliverSome();
        sql("UPDATE calls SET decided_seq = 8 - decided_seq WHERE decided_seq IN (3, 5)");

        ChainFlaw flaw = flaw();
        assertAt(flaw, Kind.SWAPPED, 3, "w1-3");
        assertThat(flaw.detail()).isEqualTo("it stands in the place of w1-2, which is event 5");
    }

    @Test
    void swappedRowsAreNamed() throws Exception {
        deliverSome();
        sql(
                "UPDATE calls SET decided_seq = o.seq, decided_link = o.link FROM"
                        + " (SELECT decided_seq AS seq, decided_link AS link FROM calls) AS o"
                        + " WHERE decided_seq IN (3, 5) AND o.seq = 8 - decided_seq");

        ChainFlaw flaw = flaw();
        assertAt(flaw, Kind.SWAPPED, 3, "w1-3");
        assertThat(flaw.detail()).isEqualTo("it stands in the place of w1-2, which is event 5");
    }

    @Test
    void repeatedPlaceIsNamed() throws Exception {
        deliverSome();
        sql("UPDATE calls SET decided_seq = 2 WHERE decision_id = 'w1-3'");

        assertAt(flaw(), Kind.ADDED, 2, "w1-3");
    }

    @Test
    void cutTailIsMissing() throws Exception {
        deliverSome();
        sql("DELETE FROM events");

        assertAt(flaw(), Kind.MISSING, 7, null);
    }

    @Test
    void cutTailWithItsHeadIsNamed() throws Exception {
        deliverSome();
        sql(
                "DELETE FROM events",
                "UPDATE chain_heads SET (seq, link) = (SELECT decided_seq, decided_link FROM calls"
                        + " WHERE decision_id = 'w1-5')");

        assertAt(flaw(), Kind.SEAL, 6, null);
    }

    @Test
    void brokenHeadStaysBrokenWhenTheGatewayGoesOn() throws Exception {
        deliverSome();
        sql(
                "DELETE FROM events",
                "UPDATE chain_heads SET (seq, link) = (SELECT decided_seq, decided_link FROM calls"
                        + " WHERE decision_id = 'w1-5')");
        sink.deliver(whole("w1", 8, 9));

        assertAt(flaw(), Kind.SEAL, 10, null);
    }

    @Test
    void headThatIsTakenAwayIsNamed() throws Exception {
        deliverSome();
        sql("DELETE FROM chain_heads");

        assertAt(flaw(), Kind.SEAL, 7, null);
    }

    @Test
    void headOfAnotherChainIsNamed() throws Exception {
        deliverSome();
        sink.deliver(whole("w2", 1, 3));
        sql(
                "UPDATE chain_heads SET (seq, link, seal) = (SELECT seq, link, seal FROM"
                        + " chain_heads WHERE writer = 'w2') WHERE writer = 'w1'");

        assertAt(flaw(), Kind.SEAL, 6, null);
    }

    @Test
    void wholeChainThatIsTakenAwayIsMissed() throws Exception {
        deliverSome();
        sink.deliver(whole("w2", 1, 3));
        sql(
                "DELETE FROM calls WHERE writer = 'w1'",
                "DELETE FROM events WHERE writer = 'w1'",
                "DELETE FROM chain_heads WHERE writer = 'w1'");

        assertThat(flaw().kind()).isEqualTo(Kind.MISSING);
        assertThat(flaw().detail()).isEqualTo("there are chains of 1 writers, and 2 were recorded");
        sink.deliver(whole("w3", 1, 3));
        assertThat(flaw().detail()).isEqualTo("there are chains of 2 writers, and 3 were recorded");
    }

    @Test
    void changedRegisterIsNamedAndStaysBroken() throws Exception {
        deliverSome();
        sink.deliver(whole("w2", 1, 3));
        sql(
                "DELETE FROM calls WHERE writer = 'w2'",
                "DELETE FROM chain_heads WHERE writer = 'w2'",
                "UPDATE chain_register SET writers = 1");
        assertThat(flaw().kind()).isEqualTo(Kind.SEAL);

        sink.deliver(whole("w3", 1, 3));
        assertThat(flaw().kind()).isEqualTo(Kind.SEAL);
        sql("DELETE FROM chain_register");
        assertThat(flaw().kind()).isEqualTo(Kind.SEAL);
    }

    @Test
    void addedCallIsNamed() throws Exception {
        deliverSome();
        sql(
                "INSERT INTO calls ("
                        + OLDER_COLUMNS
                        + ") SELECT "
                        + OLDER_COLUMNS.replace("decision_id, writer", "'w9-1', 'w9'")
                        + " FROM calls WHERE decision_id = 'w1-1'");

        ChainFlaw flaw = flaw();
        assertThat(flaw.kind()).isEqualTo(Kind.ADDED);
        assertThat(flaw.id()).isEqualTo("w9-1");
    }

    @Test
    void oneFlawOfAChainHidesNoneOfAnother() throws Exception {
        deliverSome();
        sink.deliver(whole("w2", 1, 3));
        sql("UPDATE calls SET tool = 'other' WHERE decided_seq = 3");

        StoreVerdict verdict = verdict();
        assertThat(verdict.broken()).isEqualTo(2);
        assertThat(verdict.flaws()).extracting(ChainFlaw::writer).containsExactly("w1", "w2");
        assertThat(verdict.events()).isEqualTo(4);
        assertThat(verdict.writers()).isZero();
    }

    @Test
    void droppedPayloadsStayProved() throws Exception {
        deliverSome();
        sql("UPDATE calls SET arguments = NULL, result = NULL");

        assertThat(verdict()).isEqualTo(good(7, 1, 0, 0));
    }

    @Test
    void cutPayloadIsProvedAsFarAsItWasKept() throws Exception {
        Payload cut = new Payload("{\"big\":\"aaa".getBytes(StandardCharsets.UTF_8), 70_000, null);
        sink.deliver(List.of(call(1).withArguments(cut).decided()));
        assertThat(verdict()).isEqualTo(good(1, 1, 0, 0));

        sql("UPDATE calls SET arguments = '{\"big\":\"aab'");
        assertAt(flaw(), Kind.CHANGED, 1, "w1-1");
        assertThat(flaw().detail()).isEqualTo("the text of its arguments is not what was recorded");
        sql("UPDATE calls SET arguments = NULL");
        assertThat(verdict()).isEqualTo(good(1, 1, 0, 0));
    }

    @Test
    void prunedIsToldFromDeleted() throws Exception {
        sink.deliver(whole("w1", 1, 6));
        assertThat(log.prune(call(3).time(), Long.MAX_VALUE, 100)).isEqualTo(2);
        assertThat(verdict()).isEqualTo(good(8, 1, 4, 0));
        assertThat(log.prune(call(4).time(), Long.MAX_VALUE, 100)).isOne();
        assertThat(verdict()).isEqualTo(good(6, 1, 6, 0));
        assertThat(text("SELECT count(*) || '/' || from_seq || '/' || to_seq FROM chain_pruned"))
                .isEqualTo("1/1/6");

        sql("DELETE FROM calls WHERE decision_id = 'w1-4'");
        assertAt(flaw(), Kind.MISSING, 7, null);
    }

    @Test
    void prunedStretchesMeetWhenWhatStoodBetweenThemGoes() throws Exception {
        sink.deliver(List.of(call(1).decided()));
        sink.deliver(List.of(call(2).decided()));
        sink.deliver(List.of(call(1).settled(), note(4), call(3).decided(), call(3).settled()));
        Instant late = call(9).time();
        sink.deliver(List.of(call(10).decided()));
        assertThat(log.prune(late, Long.MAX_VALUE, 100)).isEqualTo(3);
        assertThat(text("SELECT group_concat(from_seq || '-' || to_seq) FROM chain_pruned"))
                .isEqualTo("1-1,3-6");
        assertThat(verdict()).isEqualTo(good(2, 1, 5, 0));
        sink.deliver(List.of(call(2).settled()));
        assertThat(log.prune(late, Long.MAX_VALUE, 100)).isOne();

        assertThat(text("SELECT group_concat(from_seq || '-' || to_seq) FROM chain_pruned"))
                .isEqualTo("1-6,8-8");
        assertThat(verdict()).isEqualTo(good(1, 1, 7, 0));
    }

    @Test
    void changedStretchIsNamed() throws Exception {
        sink.deliver(whole("w1", 1, 6));
        log.prune(call(3).time(), Long.MAX_VALUE, 100);
        sql("DELETE FROM calls WHERE decision_id = 'w1-3'", "UPDATE chain_pruned SET to_seq = 6");

        assertAt(flaw(), Kind.SEAL, 1, null);
        log.prune(call(5).time(), Long.MAX_VALUE, 100);
        assertAt(flaw(), Kind.SEAL, 1, null);
    }

    @Test
    void chainThatIsPrunedAsAWholeIsCounted() throws Exception {
        sink.deliver(whole("w1", 1, 3));
        sink.deliver(whole("w2", 7, 8));
        assertThat(log.prune(call(4).time(), Long.MAX_VALUE, 100)).isEqualTo(3);

        assertThat(verdict()).isEqualTo(good(4, 1, 6, 0));
        assertThat(text("SELECT count(*) FROM chain_heads")).isEqualTo("1");
        assertThat(text("SELECT count(*) FROM chain_pruned")).isEqualTo("0");

        sink.deliver(whole("w1", 9, 9));
        assertThat(verdict()).isEqualTo(good(6, 2, 6, 0));
    }

    @Test
    void recordsFromBeforeTheChainAreCounted() throws Exception {
        deliverOlder(whole("w1", 1, 2), List.of(call(3).decided(), note(4)));
        assertThat(verdict()).isEqualTo(good(0, 0, 0, 4));
        assertThat(text("PRAGMA user_version")).isEqualTo("1");

        sink.deliver(List.of(call(3).settled()));
        sink.deliver(whole("w1", 5, 5));
        assertThat(verdict()).isEqualTo(good(3, 1, 0, 4));
        assertThat(log.prune(call(4).time(), Long.MAX_VALUE, 100)).isEqualTo(3);
        assertThat(verdict()).isEqualTo(good(2, 1, 1, 1));
    }

    @ParameterizedTest
    @CsvSource({"2, 'evaluation,arguments_redacted_by,result_redacted_by'", "3, evaluation"})
    void chainOfAnOlderFileHoldsBeforeAndAfterItIsBroughtUpToDate(int version, String younger)
            throws Exception {
        // Nothing in them that a program of that version could not have recorded.
        sink.deliver(whole("w1", 1, 1));
        sink.deliver(whole("w1", 5, 5));
        sink.close();
        makeOlder(version, younger.split(","));

        assertThat(verdict()).isEqualTo(good(4, 1, 0, 0));
        assertThat(text("PRAGMA user_version")).isEqualTo("" + version);

        sink = new SqliteAuditSink(database, new FixedClock());
        sink.deliver(whole("w1", 6, 6));
        assertThat(verdict()).isEqualTo(good(6, 1, 0, 0));
        assertThat(text("PRAGMA user_version")).isEqualTo("" + SqliteSchema.CURRENT.version());
        assertThat(log.calls(CallQuery.newest(10)))
                .extracting(stored -> stored.decision().basis().evaluation())
                .containsExactly(call(6).decided().basis().evaluation(), null, null);
    }

    private void makeOlder(int version, String... younger) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            for (String name : List.of("agent", "session", "rule")) {
                statement.execute("DROP INDEX calls_by_" + name);
            }
            statement.execute("DROP TABLE figures");
            statement.execute("DROP TABLE figures_until");
            statement.execute("ALTER TABLE change_mark DROP COLUMN counted");
            for (String column : younger) {
                statement.execute("ALTER TABLE calls DROP COLUMN " + column);
            }
            if (version < 3) {
                statement.execute("ALTER TABLE early_outcomes DROP COLUMN result_redacted_by");
            }
            statement.execute("DELETE FROM schema_versions WHERE version > " + version);
            statement.execute("PRAGMA user_version = " + version);
        }
    }

    /** As a program of version 1 would: its tables, and none of the columns that came later. */
    @SafeVarargs
    private void deliverOlder(List<? extends AuditEvent>... batches) throws Exception {
        SqliteDatabase older =
                new SqliteDatabase(
                        file,
                        SampleCall::key,
                        new SqliteSchema(SqliteSchema.CURRENT.migrations().subList(0, 1)),
                        Duration.ofSeconds(5),
                        0);
        older.openToWrite().close();
        Path newer = temp.resolve("newer.db");
        try (SqliteAuditSink other =
                new SqliteAuditSink(new SqliteDatabase(newer, SampleCall::key), new FixedClock())) {
            for (List<? extends AuditEvent> batch : batches) {
                other.deliver(List.copyOf(batch));
            }
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("ATTACH '" + newer + "' AS newer");
            statement.execute(
                    "INSERT INTO calls ("
                            + OLDER_COLUMNS
                            + ") SELECT "
                            + OLDER_COLUMNS
                            + " FROM newer.calls");
            statement.execute(
                    "INSERT INTO events SELECT id, time, kind, session, detail FROM newer.events");
        }
    }

    @Test
    void chainOfAnotherKeyIsSaid() throws Exception {
        deliverSome();
        SqliteDatabase stranger = new SqliteDatabase(file, () -> new byte[32]);
        try (SqliteAuditSink other = new SqliteAuditSink(stranger, new FixedClock())) {
            other.deliver(whole("w2", 1, 1));
        }

        StoreVerdict verdict = verdict();
        assertThat(verdict.flaws()).extracting(ChainFlaw::kind).containsExactly(Kind.OTHER_KEY);
        assertThat(verdict.flaws()).extracting(ChainFlaw::writer).containsExactly("w2");
        assertThat(verdict.events()).isEqualTo(7);
    }

    @Test
    void chainOfALostKeyIsForgivenOnceItIsPruned() throws Exception {
        SqliteDatabase before = new SqliteDatabase(file, () -> new byte[32]);
        try (SqliteAuditSink other = new SqliteAuditSink(before, new FixedClock())) {
            other.deliver(whole("w2", 1, 1));
        }
        sink.deliver(whole("w1", 7, 8));
        log.prune(call(5).time(), Long.MAX_VALUE, 100);

        assertThat(verdict()).isEqualTo(good(4, 1, 0, 0));
    }

    @Test
    void verificationSeesOneMomentWhileOthersWrite() throws Exception {
        deliverSome();
        StoreVerdict verdict =
                new StoreVerification(
                                database,
                                (events, total) -> {
                                    try {
                                        sink.deliver(whole("w1", 20, 21));
                                    } catch (Exception notDelivered) {
                                        throw new AssertionError(notDelivered);
                                    }
                                })
                        .run();

        assertThat(verdict).isEqualTo(good(7, 1, 0, 0));
        assertThat(verdict()).isEqualTo(good(11, 1, 0, 0));
    }

    @Test
    void fileThatIsNoStoreIsAnError() throws Exception {
        Files.writeString(file, "no database at all".repeat(100));

        assertThatThrownBy(this::verdict)
                .isInstanceOf(AuditLogException.class)
                .hasMessageContaining(file.toString());
    }

    /** Whatever is delivered, in whatever batches, again and again, and pruned in between. */
    @Test
    void anyHistoryIsWholeAndAnyLossIsSeen() throws Exception {
        for (int seed = 0; seed < 12; seed++) {
            file = temp.resolve("random-" + seed + ".db");
            close();
            database = new SqliteDatabase(file, SampleCall::key);
            sink = new SqliteAuditSink(database, new FixedClock());
            log = new SqliteAuditLog(database);
            Random random = new Random(seed);
            for (int batch = 0; batch < 15; batch++) {
                sink.deliver(randomBatch(random, batch));
                if (random.nextInt(4) == 0) {
                    log.prune(call(random.nextInt(batch + 1) * 10).time(), Long.MAX_VALUE, 7);
                }
                if (random.nextInt(6) == 0) {
                    sink.closeOpenCalls("w" + random.nextInt(3));
                }
                assertThat(verdict().flaws()).as("seed %s, batch %s", seed, batch).isEmpty();
            }
            sql(
                    "DELETE FROM calls WHERE rowid IN (SELECT rowid FROM calls ORDER BY random()"
                            + " LIMIT 1)");
            assertThat(verdict().isWhole()).as("seed %s", seed).isFalse();
        }
    }

    private static List<AuditEvent> randomBatch(Random random, int batch) {
        List<AuditEvent> events = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            int number = Math.max(0, batch * 10 + random.nextInt(20) - 10);
            CallDecision decision = number % 5 == 0 ? CallDecision.DENIED : CallDecision.ALLOWED;
            SampleCall call = call(number).withWriter("w" + number % 3).withDecision(decision);
            switch (random.nextInt(5)) {
                case 0, 1 -> events.add(call.decided());
                case 2, 3 -> events.add(call.settled());
                default -> events.add(note(1_000 + number));
            }
        }
        return events;
    }
}
