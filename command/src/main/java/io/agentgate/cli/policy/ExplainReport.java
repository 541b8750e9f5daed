package io.agentgate.cli.policy;

import io.agentgate.cli.terminal.Table;
import io.agentgate.gateway.call.Refusal;
import io.agentgate.policy.Decision;
import io.agentgate.policy.Effect;
import io.agentgate.policy.Explanation;
import io.agentgate.policy.Operation;
import io.agentgate.policy.Rule;
import io.agentgate.policy.Shadows;
import io.agentgate.policy.text.PolicyFile;
import io.agentgate.protocol.JsonWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An explanation for people and for scripts.
 *
 * @param name of the policy's file; null where there is none
 */
record ExplainReport(PolicyFile policy, @Nullable String name, Explained explained) {

    void print(PrintWriter out) {
        Judged judged = explained.judged();
        line(out, "decision", judged.outcome().word());
        line(out, "rule", judged.rule() == null ? "- (the default)" : judged.rule());
        line(out, "reason", judged.reason());
        if (judged.retryAfter() != null) {
            line(out, "wait", Refusal.wholeSeconds(judged.retryAfter()) + " s");
        }
        if (policy.set().asksForOperations()) {
            Operation operation = operation();
            line(out, "operation", operation == null ? "unknown" : operation.word());
        }
        List<String> modifiers = modifiers(judged);
        if (!modifiers.isEmpty()) {
            line(out, "modifiers", String.join("; ", modifiers));
        }
        if (!shadows().isEmpty()) {
            line(
                    out,
                    "shadow",
                    shadows().stream()
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
        line(out, "policy", name == null ? "none" : name + ", revision " + policy.set().revision());
        if (judged.objection() != null) {
            line(out, "note", "a gateway takes no such message: " + judged.objection());
        }
        if (explained.nearest() != null) {
            line(out, "nearest", explained.nearest().words());
        }
        if (!explained.trace().isEmpty()) {
            out.println();
            trace(out);
        }
        out.flush();
    }

    /** What the call does; null where it is unknown, or nothing depends on it. */
    private @Nullable Operation operation() {
        Decision decision = explained.judged().decision();
        return decision == null ? null : decision.operation();
    }

    /** What everything in shadow mode would have done. */
    private List<Shadows.Entry> shadows() {
        Decision decision = explained.judged().decision();
        return decision == null ? List.of() : decision.shadows().entries();
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
        for (Explanation.Line line : explained.trace()) {
            Rule rule = line.rule();
            table.row(
                    rule.id(),
                    Integer.toString(rule.position().line()),
                    rule.effect().word(),
                    word(line),
                    line.failing() == null ? "-" : onOneLine(line.failing()));
        }
        table.print(out);
    }

    private static String word(Explanation.Line line) {
        return line.truth().name().toLowerCase(Locale.ROOT);
    }

    String json() {
        JsonWriter json = new JsonWriter().beginObject();
        write(json);
        return new String(json.endObject().toBytes(), StandardCharsets.UTF_8);
    }

    /** Writes the members of the object. */
    void write(JsonWriter json) {
        Judged judged = explained.judged();
        json.name("decision").value(judged.outcome().word());
        ProblemJson.text(json.name("rule"), judged.rule());
        json.name("reason").value(judged.reason());
        Operation operation = operation();
        ProblemJson.text(json.name("operation"), operation == null ? null : operation.word());
        if (judged.retryAfter() == null) {
            json.name("retry_after_seconds").nullValue();
        } else {
            json.name("retry_after_seconds").value(Refusal.wholeSeconds(judged.retryAfter()));
        }
        json.name("redactions").beginArray();
        judged.redactions().forEach(rule -> json.value(rule.id()));
        json.endArray().name("limits").beginArray();
        judged.limits().forEach(rule -> json.value(rule.id()));
        json.endArray().name("shadow").beginArray();
        for (Shadows.Entry entry : shadows()) {
            ProblemJson.text(json.beginObject().name("rule"), entry.rule());
            json.name("decision").value(entry.decision()).endObject();
        }
        json.endArray().name("forwarded_arguments");
        if (judged.forwarded() == null) {
            json.nullValue();
        } else {
            json.raw(judged.forwarded().getBytes(StandardCharsets.UTF_8));
        }
        ProblemJson.text(json.name("policy"), name);
        json.name("dialect").value(policy.dialect().word());
        json.name("revision").value(policy.set().revision());
        ProblemJson.text(json.name("objection"), judged.objection());
        nearest(json.name("nearest_allow"), explained.nearest());
        json.name("trace").beginArray();
        for (Explanation.Line line : explained.trace()) {
            json.beginObject().name("rule").value(line.rule().id());
            json.name("line").value(line.rule().position().line());
            json.name("action").value(line.rule().effect().word());
            json.name("matches").value(word(line));
            ProblemJson.text(json.name("failing"), line.failing());
            json.endObject();
        }
        json.endArray();
    }

    private static void nearest(JsonWriter json, @Nullable NearestAllow nearest) {
        if (nearest == null) {
            json.nullValue();
            return;
        }
        json.beginObject();
        ProblemJson.text(json.name("rule"), nearest.rule());
        json.name("condition").value(nearest.condition()).endObject();
    }
}
