package io.agentgate.cli.policy;

import io.agentgate.gateway.audit.AuditLog;
import io.agentgate.gateway.audit.AuditLogException;
import io.agentgate.gateway.audit.CallQuery;
import io.agentgate.gateway.audit.CallRecord;
import io.agentgate.rehearsal.PastCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * The newest recorded calls of a home, as many as somebody who waits for an answer may be made to
 * wait for; none where there is no database yet.
 *
 * @param log of the same database
 */
public record NewestCalls(Path database, AuditLog log) implements PastCall.Source {
    /** Most calls that are shown; those of the same instant as the oldest come with it. */
    static final int MOST = 100_000;

    @Override
    public void each(Instant since, PastCall.Reader reader) throws IOException {
        if (Files.notExists(database)) {
            return;
        }
        try {
            new DatabaseCalls(database).each(start(since), reader);
        } catch (AuditLogException unreadable) {
            throw new IOException(unreadable.getMessage(), unreadable);
        }
    }

    private Instant start(Instant since) throws AuditLogException {
        List<CallRecord> last = log.calls(new CallQuery(List.of(), since, null, 1, MOST - 1));
        return last.isEmpty() ? since : last.getFirst().decision().time();
    }
}
