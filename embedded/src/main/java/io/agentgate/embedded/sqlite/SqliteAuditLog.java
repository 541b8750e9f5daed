package io.agentgate.embedded.sqlite;

import io.agentgate.gateway.audit.AuditLog;
import io.agentgate.gateway.audit.AuditLogException;
import io.agentgate.gateway.audit.CallFilter;
import io.agentgate.gateway.audit.CallQuery;
import io.agentgate.gateway.audit.CallRecord;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An audit log that reads a SQLite file while others write to it. Thread safe.
 *
 * <p>Questions change nothing in the file, with one exception: a file of an older version is
 * brought up to date first.
 */
public final class SqliteAuditLog implements AuditLog {
    private final SqliteDatabase database;
    private @Nullable Connection connection;
    private @Nullable Object openFile;

    public SqliteAuditLog(SqliteDatabase database) {
        this.database = database;
    }

    @Override
    public synchronized List<CallRecord> calls(CallQuery query) throws AuditLogException {
        try {
            Connection open = open();
            return open == null ? List.of() : read(open, query);
        } catch (SQLException | IOException notRead) {
            letGo(notRead);
            throw new AuditLogException(database.explain(notRead), notRead);
        }
    }

    @Override
    public synchronized Optional<CallRecord> call(String decisionId) throws AuditLogException {
        try {
            Connection open = open();
            return open == null ? Optional.empty() : read(open, decisionId);
        } catch (SQLException | IOException notRead) {
            letGo(notRead);
            throw new AuditLogException(database.explain(notRead), notRead);
        }
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
    public synchronized int prune(Instant before, long maxRows, int most) throws AuditLogException {
        try {
            // Whoever has nothing stored gets no file for it.
            if (open() == null) {
                return 0;
            }
            Sealer sealer = database.proofKeys().sealer();
            try (Connection writing = database.openToWrite()) {
                return new AuditPruning(writing, sealer, before, maxRows, most).run();
            }
        } catch (SQLException | IOException notPruned) {
            letGo(notPruned);
            throw new AuditLogException(database.explain(notPruned), notPruned);
        }
    }

    private @Nullable Connection open() throws SQLException, IOException {
        Object file = database.identity();
        if (connection != null && !Objects.equals(openFile, file)) {
            close();
        }
        if (connection == null) {
            connection = database.openToRead();
            openFile = file;
        }
        return connection;
    }

    private static List<CallRecord> read(Connection connection, CallQuery query)
            throws SQLException {
        StringBuilder sql = new StringBuilder("SELECT * FROM calls WHERE TRUE");
        List<Object> values = new ArrayList<>();
        for (CallFilter filter : query.filters()) {
            restrict(sql, values, condition(filter), value(filter));
        }
        restrict(
                sql,
                values,
                " AND time >= ?",
                query.since() == null ? null : StoredForm.time(query.since()));
        restrict(sql, values, " AND mark > ?", query.after());
        sql.append(query.after() == null ? " ORDER BY time DESC, rowid DESC" : " ORDER BY mark");
        sql.append(" LIMIT ? OFFSET ?");
        values.add(query.limit());
        values.add(query.offset());
        try (PreparedStatement statement = connection.prepareStatement(sql.toString())) {
            for (int i = 0; i < values.size(); i++) {
                statement.setObject(i + 1, values.get(i));
            }
            try (ResultSet rows = statement.executeQuery()) {
                List<CallRecord> calls = new ArrayList<>();
                while (rows.next()) {
                    calls.add(CallRow.read(rows));
                }
                return calls;
            }
        }
    }

    private static String condition(CallFilter filter) {
        String column =
                switch (filter.field()) {
                    case TOOL -> "tool";
                    case SERVER -> "server";
                    case AGENT -> "agent";
                    case CALLER -> "caller";
                    case SESSION -> "session";
                    case STATUS -> "status";
                    case RULE -> "coalesce(rule, '')";
                    case REASON ->
                            "coalesce(CASE WHEN settled_at IS NULL THEN reason"
                                    + " ELSE coalesce(outcome_reason, reason) END, '')";
                    case REDACTED_BY ->
                            "trim(coalesce(arguments_redacted_by, '') || char(10)"
                                    + " || coalesce(result_redacted_by, ''), char(10))";
                };
        return switch (filter.match()) {
            case EQUAL -> " AND " + column + " = ?";
            case NOT_EQUAL -> " AND " + column + " <> ?";
            case CONTAINS -> " AND instr(" + column + ", ?) > 0";
            case PATTERN -> " AND " + column + " GLOB ?";
        };
    }

    /** GLOB has more wildcards than ours: alone in a bracket each stands for itself. */
    private static String value(CallFilter filter) {
        return filter.match() == CallFilter.Match.PATTERN
                ? filter.value().replaceAll("[?\\[]", "[$0]").replaceAll("\\*+", "*")
                : filter.value();
    }

    private static void restrict(
            StringBuilder sql, List<Object> values, String condition, @Nullable Object value) {
        if (value != null) {
            sql.append(condition);
            values.add(value);
        }
    }

    private void letGo(Exception reason) {
        Connection open = connection;
        connection = null;
        if (open != null) {
            SqliteDatabase.closeAfter(reason, open);
        }
    }

    @Override
    public synchronized void close() {
        // Nothing is lost by a reader that does not close well, and there is nobody to tell.
        letGo(new IOException("closing"));
    }
}
