package io.agentgate.embedded.sqlite;

import io.agentgate.gateway.audit.AuditLog;
import io.agentgate.gateway.audit.AuditLogException;
import io.agentgate.gateway.audit.CallPage;
import io.agentgate.gateway.audit.CallQuery;
import io.agentgate.gateway.audit.CallRecord;
import io.agentgate.gateway.audit.CallSearch;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An audit log that reads a SQLite file while others write to it. Thread safe.
 *
 * <p>Questions change nothing in the file, with one exception: a file of an older version is
 * brought up to date first.
 */
public final class SqliteAuditLog implements AuditLog {
    private final SqliteDatabase database;
    private final SqliteReader reader;

    /** A search may take its time, and nobody who follows the log is to wait for it. */
    private final SqliteReader searcher;

    public SqliteAuditLog(SqliteDatabase database) {
        this.database = database;
        this.reader = new SqliteReader(database);
        this.searcher = new SqliteReader(database);
    }

    @Override
    public List<CallRecord> calls(CallQuery query) throws AuditLogException {
        return reader.ask(open -> read(open, query), List.of());
    }

    @Override
    public CallPage search(CallSearch search, Duration budget) throws AuditLogException {
        return searcher.ask(open -> new CallSteps(open, search, budget).run(), CallPage.EMPTY);
    }

    @Override
    public Optional<CallRecord> call(String decisionId) throws AuditLogException {
        return reader.ask(open -> read(open, decisionId), Optional.empty());
    }

    private static Optional<CallRecord> read(Connection connection, String decisionId)
            throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT * FROM calls WHERE decision_id = ?")) {
            statement.setString(1, decisionId);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(CallRow.read(rows)) : Optional.empty();
            }
        }
    }

    @Override
    public int prune(Instant before, long maxRows, int most) throws AuditLogException {
        // Whoever has nothing stored gets no file for it.
        return reader.ask(open -> pruned(before, maxRows, most), 0);
    }

    private int pruned(Instant before, long maxRows, int most) throws SQLException, IOException {
        Sealer sealer = database.proofKeys().sealer();
        try (Connection writing = database.openToWrite()) {
            return new AuditPruning(writing, sealer, before, maxRows, most).run();
        }
    }

    private static List<CallRecord> read(Connection connection, CallQuery query)
            throws SQLException {
        CallConditions conditions = new CallConditions();
        query.filters().forEach(conditions::and);
        Instant since = query.since();
        if (since != null) {
            conditions.and("time >= ?", StoredForm.time(since));
        }
        Long after = query.after();
        if (after != null) {
            conditions.and("mark > ?", after);
        }
        String order = after == null ? " ORDER BY time DESC, rowid DESC" : " ORDER BY mark";
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "SELECT * FROM calls WHERE TRUE"
                                + conditions.sql()
                                + order
                                + " LIMIT ? OFFSET ?")) {
            int at = conditions.bind(statement);
            statement.setInt(at, query.limit());
            statement.setInt(at + 1, query.offset());
            try (ResultSet rows = statement.executeQuery()) {
                List<CallRecord> calls = new ArrayList<>();
                while (rows.next()) {
                    calls.add(CallRow.read(rows));
                }
                return calls;
            }
        }
    }

    @Override
    public void close() {
        reader.close();
        searcher.close();
    }
}
