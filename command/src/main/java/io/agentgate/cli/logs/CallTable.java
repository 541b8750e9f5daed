package io.agentgate.cli.logs;

import io.agentgate.cli.terminal.Table;
import io.agentgate.gateway.audit.CallDecision;
import io.agentgate.gateway.audit.CallRecord;
import io.agentgate.gateway.audit.DecisionBasis;
import io.agentgate.gateway.audit.Redactions;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/**
 * Calls for people, as a table or line by line.
 *
 * @param times how times are written
 * @param colours whether statuses that are not good are coloured
 */
record CallTable(CallTimes times, boolean colours) {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final int STATUS_COLUMN = 3;

    void print(List<CallRecord> calls, PrintWriter out) {
        Table table =
                new Table("Timestamp", "Server", "Tool", "Status", "Latency (ms)", "Policy Hit");
        for (CallRecord call : calls) {
            table.row(
                    times.of(call.decision().time()),
                    call.decision().origin().server(),
                    call.decision().origin().tool(),
                    status(call),
                    latency(call),
                    policyHit(call));
        }
        table.print(out, (column, cell) -> column == STATUS_COLUMN ? coloured(cell, cell) : cell);
    }

    /** One call on a line of its own, for following. */
    String line(CallRecord call) {
        String before =
                String.format(
                        Locale.ROOT,
                        "%s  %-20s  %-24s  ",
                        times.of(call.decision().time()),
                        call.decision().origin().server(),
                        call.decision().origin().tool());
        String status = status(call);
        String behind = String.format(Locale.ROOT, "  %10s  %s", latency(call), policyHit(call));
        return Table.printable(before)
                + coloured(status, String.format(Locale.ROOT, "%-12s", status))
                + Table.printable(behind);
    }

    private String coloured(String status, String text) {
        if (!colours) {
            return text;
        }
        return switch (status) {
            case "denied" -> "\033[31m" + text + "\033[0m";
            case "rate_limited" -> "\033[33m" + text + "\033[0m";
            case "error" -> "\033[35m" + text + "\033[0m";
            default -> text;
        };
    }

    /** A call still in progress is not one whose end nobody saw. */
    private static String status(CallRecord call) {
        boolean open = call.outcome() == null && !call.decision().basis().decision().isFinal();
        return open ? "in progress" : call.status().word();
    }

    static String latency(CallRecord call) {
        Long nanos = call.latencyNanos();
        return nanos == null ? "-" : String.format(Locale.ROOT, "%.1f", nanos / NANOS_PER_MILLI);
    }

    /** What decided, and what redacted. */
    private static String policyHit(CallRecord call) {
        DecisionBasis basis = call.decision().basis();
        Redactions redactions = call.redactions();
        String decided = basis.rule();
        if (decided == null && basis.decision() == CallDecision.DENIED) {
            decided = "default";
        }
        if (redactions.rules().isEmpty()) {
            return decided == null ? "-" : decided;
        }
        String redacted = "redacted by " + String.join(", ", redactions.rules());
        return decided == null ? redacted : decided + ", " + redacted;
    }
}
