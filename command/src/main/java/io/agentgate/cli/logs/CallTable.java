package io.agentgate.cli.logs;

import io.agentgate.cli.terminal.Table;
import io.agentgate.gateway.audit.AuditEvent;
import io.agentgate.gateway.audit.CallDecision;
import io.agentgate.gateway.audit.CallRecord;
import io.agentgate.gateway.audit.DecisionBasis;
import java.io.PrintWriter;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Calls as a table for people. */
final class CallTable {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);
    private static final double NANOS_PER_MILLI = 1e6;

    private CallTable() {}

    static void print(List<CallRecord> calls, PrintWriter out) {
        Table table =
                new Table("Timestamp", "Server", "Tool", "Status", "Latency (ms)", "Policy Hit");
        for (CallRecord call : calls) {
            table.row(
                    TIME.format(call.decision().time()),
                    call.decision().origin().server(),
                    call.decision().origin().tool(),
                    status(call),
                    latency(call),
                    policyHit(call));
        }
        table.print(out);
    }

    /** One call on a line of its own, for following. */
    static String line(CallRecord call) {
        return Table.printable(
                String.format(
                        Locale.ROOT,
                        "%s  %-20s  %-24s  %-12s  %10s  %s",
                        TIME.format(call.decision().time()),
                        call.decision().origin().server(),
                        call.decision().origin().tool(),
                        status(call),
                        latency(call),
                        policyHit(call)));
    }

    /** A call still in progress is not one whose end nobody saw. */
    private static String status(CallRecord call) {
        boolean open = call.outcome() == null && !call.decision().basis().decision().isFinal();
        return open ? "in progress" : call.status().word();
    }

    static String latency(CallRecord call) {
        AuditEvent.CallSettled outcome = call.outcome();
        return outcome == null
                ? "-"
                : String.format(Locale.ROOT, "%.1f", outcome.latencyNanos() / NANOS_PER_MILLI);
    }

    private static String policyHit(CallRecord call) {
        DecisionBasis basis = call.decision().basis();
        if (basis.rule() != null) {
            return basis.rule();
        }
        return basis.decision() == CallDecision.DENIED ? "default" : "-";
    }
}
