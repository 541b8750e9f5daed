package io.agentgate.embedded.sqlite;

import io.agentgate.gateway.audit.AuditEvent;
import io.agentgate.gateway.audit.AuditLog;
import io.agentgate.gateway.audit.AuditSink;
import io.agentgate.testkit.audit.AuditSinkContract;
import io.agentgate.testkit.audit.SampleCall;
import io.agentgate.testkit.time.FixedClock;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteAuditSinkTest extends AuditSinkContract {
    @TempDir Path temp;

    private SqliteDatabase database;
    private SqliteAuditSink sink;
    private SqliteAuditLog log;

    @BeforeEach
    void open() {
        database = new SqliteDatabase(temp.resolve("audit.db"), SampleCall::key);
        sink = new SqliteAuditSink(database, new FixedClock());
        log = new SqliteAuditLog(database);
    }

    @AfterEach
    void close() {
        log.close();
        sink.close();
    }

    @Override
    protected AuditSink sink() {
        return sink;
    }

    @Override
    protected AuditLog log() {
        return log;
    }

    @Override
    protected List<AuditEvent.Noted> notes() throws Exception {
        List<AuditEvent.Noted> notes = new ArrayList<>();
        try (Connection connection = Objects.requireNonNull(database.openToRead());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT * FROM events ORDER BY time, id")) {
            while (rows.next()) {
                notes.add(
                        new AuditEvent.Noted(
                                rows.getString("id"),
                                StoredForm.time(rows.getString("time")),
                                rows.getString("kind"),
                                rows.getString("session"),
                                rows.getString("detail")));
            }
        }
        return notes;
    }
}
