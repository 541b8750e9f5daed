package io.agentgate.cli.policy;

import io.agentgate.cli.terminal.CommandException;
import io.agentgate.rehearsal.PastCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Iterator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Recorded calls of a service: an audit-service or, where there is none, a dashboard. */
record ServiceCalls(String address, @Nullable String token) implements PastCall.Source {
    /**
     * Those at an address that a command line names.
     *
     * @throws CommandException if it is none, or the token would be read on its way
     */
    static ServiceCalls at(String address, @Nullable String token) throws CommandException {
        Records.check(address, token);
        return new ServiceCalls(address, token);
    }

    @Override
    public void each(Instant since, PastCall.Reader reader) throws IOException {
        try (Records records = new Records(address, token)) {
            HttpResponse<Stream<String>> export =
                    records.get(
                            "/api/export?format=jsonl&since=" + since,
                            HttpResponse.BodyHandlers.ofLines());
            try (Stream<String> lines = export.body()) {
                if (export.statusCode() == Records.OK) {
                    exported(new AuditServiceCalls(records), lines.iterator(), reader);
                    return;
                }
            }
            if (export.statusCode() != Records.NOT_FOUND) {
                throw records.refusal(export.statusCode());
            }
            new DashboardCalls(records).each(since, reader);
        }
    }

    private void exported(AuditServiceCalls calls, Iterator<String> lines, PastCall.Reader reader)
            throws IOException {
        try {
            while (lines.hasNext()) {
                calls.show(lines.next(), reader);
            }
        } catch (UncheckedIOException brokenOff) {
            throw new IOException(address + " broke off: " + brokenOff.getMessage(), brokenOff);
        }
    }
}
