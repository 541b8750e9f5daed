package io.agentgate.cli.policy;

import io.agentgate.cli.terminal.Table;
import io.agentgate.gateway.call.Refusal;
import io.agentgate.policy.Effect;
import io.agentgate.policy.Explanation;
import io.agentgate.policy.Operation;
import io.agentgate.policy.Rule;
import io.agentgate.rehearsal.ExplainReport;
import io.agentgate.rehearsal.Judged;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** An explanation as people read it. */
record PrintedReport(ExplainReport report) {

    void print(PrintWriter out) {
        Judged judged = report.explained().judged();
        line(out, "decision", judged.outcome().word());
        line(out, "rule", judged.rule() == null ? "- (the default)" : judged.rule());
        line(out, "reason", judged.reason());
        if (judged.retryAfter() != null) {
            line(out, "wait", Refusal.wholeSeconds(judged.retryAfter()) + " s");
        }
        if (report.policy().set().asksForOperations()) {
            Operation operation = report.operation();
            line(out, "operation", operation == null ? "unknown" : operation.word());
        }
        List<String> modifiers = modifiers(judged);
        if (!modifiers.isEmpty()) {
            line(out, "modifiers", String.join("; ", modifiers));
        }
        if (!report.shadows().isEmpty()) {
            line(
                    out,
                    "shadow",
                    report.shadows().stream()
                            .map(
                                    entry ->
                                            (entry.rule() == null
                                                            ? "the default"
                                                            : "`" + entry.rule() + "`")
                                                    + " would "
                                                    + entry.decision())
                            .collect(Collectors.joining("; ")));
        }
        if (judged.outcome().goesOn()) {
            line(out, "forwarded", judged.forwarded() == null ? "-" : judged.forwarded());
        }
        line(
                out,
                "policy",
                report.name() == null
                        ? "none"
                        : report.name() + ", revision " + report.policy().set().revision());
        if (judged.objection() != null) {
            line(out, "note", "a gateway takes no such message: " + judged.objection());
        }
        if (report.explained().nearest() != null) {
            line(out, "nearest", report.explained().nearest().words());
        }
        if (!report.explained().trace().isEmpty()) {
            out.println();
            trace(out);
        }
        out.flush();
    }

    private static void line(PrintWriter out, String name, String text) {
        out.println(String.format(Locale.ROOT, "%-10s ", name) + Table.printable(onOneLine(text)));
    }

    /** Conditions may be written on several lines. */
    private static String onOneLine(String text) {
        return text.strip().replaceAll("[\\r\\n\\t]+", " ");
    }

    private static List<String> modifiers(Judged judged) {
        List<String> modifiers = new ArrayList<>();
        for (Rule rule : judged.redactions()) {
            modifiers.add("redact `" + rule.id() + "`");
        }
        for (Rule rule : judged.limits()) {
            modifiers.add("limit `" + rule.id() + "`, " + words(rule.effect()));
        }
        return modifiers;
    }

    private static String words(Effect limit) {
        return switch (limit) {
            case Effect.RateLimit rate ->
                    rate.maxCalls() + " calls in " + rate.window().toSeconds() + " s";
            case Effect.Spend(Effect.Budget budget, long cost) ->
                    cost
                            + " of budget `"
                            + budget.name()
                            + "`, "
                            + budget.most()
                            + " in "
                            + budget.window().toSeconds()
                            + " s";
            case Effect.Concurrency concurrency -> concurrency.most() + " calls at once";
            case Effect.Repeats repeats ->
                    repeats.most() + " equal calls in " + repeats.window().toSeconds() + " s";
            case Effect.Allow _, Effect.Deny _, Effect.Redact _ -> limit.word();
        };
    }

    private void trace(PrintWriter out) {
        Table table = new Table("Rule", "Line", "Action", "Matches", "First that fails");
        for (Explanation.Line line : report.explained().trace()) {
            Rule rule = line.rule();
            table.row(
                    rule.id(),
                    Integer.toString(rule.position().line()),
                    rule.effect().word(),
                    ExplainReport.word(line),
                    line.failing() == null ? "-" : onOneLine(line.failing()));
        }
        table.print(out);
    }
}
