package io.agentgate.embedded.sqlite;

import io.agentgate.gateway.audit.AuditEvent;
import io.agentgate.gateway.audit.AuditLogException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/**
 * A walk along the decisions of one store, oldest first, as it is at one moment. It changes
 * nothing, not even a file of an older version, and holds one decision at a time.
 */
public final class StoredDecisions {
    private static final String SQL =
            """
            SELECT decision_id, time, session, agent, caller, server, tool, request_id, decision, \
            rule, reason, revision, arguments_redacted_by, evaluation, arguments, arguments_bytes, \
            arguments_hmac FROM calls WHERE time >= ? ORDER BY time, rowid\
            """;

    /** The version of the schema that brought the last column of decisions. */
    private static final int OLDEST = 4;

    private final SqliteDatabase database;

    /**
     * Who is shown the decisions.
     *
     * @param <X> why it may not go on
     */
    @FunctionalInterface
    public interface Visitor<X extends Exception> {
        void visit(AuditEvent.CallDecided decided) throws X;
    }

    public StoredDecisions(SqliteDatabase database) {
        this.database = database;
    }

    /**
     * Shows every decision from an instant on.
     *
     * @throws AuditLogException if the store cannot be read, or is of a version before evaluations
     */
    public <X extends Exception> void each(Instant since, Visitor<X> visitor)
            throws AuditLogException, X {
        try {
            SqliteDatabase.Opened opened = database.openAsItIs();
            if (opened == null) {
                return;
            }
            try (Connection connection = opened.connection()) {
                if (opened.version() < OLDEST) {
                    throw new UnusableFileException(
                            database
                                    + " was written by an older AgentGate: it has schema version "
                                    + opened.version()
                                    + ", and this one reads from "
                                    + OLDEST
                                    + " on; `agentgate logs --db` brings it up to date");
                }
                walk(connection, since, visitor);
            }
        } catch (SQLException notRead) {
            throw new AuditLogException(database.explain(notRead), notRead);
        }
    }

    private static <X extends Exception> void walk(
            Connection connection, Instant since, Visitor<X> visitor) throws SQLException, X {
        try (PreparedStatement statement = connection.prepareStatement(SQL)) {
            statement.setString(1, StoredForm.time(since));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    visitor.visit(CallRow.decision(rows));
                }
            }
        }
    }
}
