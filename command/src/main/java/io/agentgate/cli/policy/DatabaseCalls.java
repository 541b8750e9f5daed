package io.agentgate.cli.policy;

import io.agentgate.embedded.sqlite.SqliteDatabase;
import io.agentgate.embedded.sqlite.StoredDecisions;
import io.agentgate.gateway.audit.AuditEvent;
import io.agentgate.gateway.audit.AuditLogException;
import io.agentgate.gateway.audit.CallOrigin;
import io.agentgate.gateway.audit.Payload;
import io.agentgate.rehearsal.PastCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** Recorded calls of the SQLite file of a home, which stays as it is. */
record DatabaseCalls(Path file) implements PastCall.Source {
    @Override
    public void each(Instant since, PastCall.Reader reader) throws IOException {
        if (Files.notExists(file)) {
            throw new IOException("there is no database " + file);
        }
        // Nothing is written or proven here, so the key is not asked for.
        SqliteDatabase database = new SqliteDatabase(file, () -> new byte[0]);
        try {
            new StoredDecisions(database).each(since, decided -> show(decided, reader));
        } catch (AuditLogException unreadable) {
            throw new IOException(unreadable.getMessage(), unreadable);
        }
    }

    private static void show(AuditEvent.CallDecided decided, PastCall.Reader reader) {
        Payload kept = decided.arguments();
        if (kept != null && kept.truncated()) {
            reader.leftOut();
            return;
        }
        CallOrigin origin = decided.origin();
        reader.read(
                new PastCall(
                        decided.decisionId(),
                        decided.time(),
                        origin.server(),
                        origin.tool(),
                        origin.agent(),
                        kept == null ? null : kept.text(),
                        !decided.basis().redactions().rules().isEmpty()));
    }
}
