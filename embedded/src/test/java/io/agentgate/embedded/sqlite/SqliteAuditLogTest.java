package io.agentgate.embedded.sqlite;

import io.agentgate.gateway.audit.AuditEvent;
import io.agentgate.gateway.audit.AuditLog;
import io.agentgate.testkit.audit.AuditLogContract;
import io.agentgate.testkit.audit.SampleCall;
import io.agentgate.testkit.time.FixedClock;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteAuditLogTest extends AuditLogContract {
    @TempDir Path temp;

    private SqliteAuditSink sink;
    private SqliteAuditLog log;

    @BeforeEach
    void open() {
        SqliteDatabase database = new SqliteDatabase(temp.resolve("audit.db"), SampleCall::key);
        sink = new SqliteAuditSink(database, new FixedClock());
        log = new SqliteAuditLog(database);
    }

    @AfterEach
    void close() {
        log.close();
        sink.close();
    }

    @Override
    protected AuditLog log() {
        return log;
    }

    @Override
    protected void store(List<AuditEvent> events) throws Exception {
        sink.deliver(events);
    }
}
