package io.agentgate.rehearsal;

import io.agentgate.gateway.call.Refusal;
import io.agentgate.policy.Decision;
import io.agentgate.policy.Explanation;
import io.agentgate.policy.Operation;
import io.agentgate.policy.Shadows;
import io.agentgate.policy.text.PolicyFile;
import io.agentgate.protocol.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An explanation as scripts get it, in JSON.
 *
 * @param name of the policy's file; null where there is none
 */
public record ExplainReport(PolicyFile policy, @Nullable String name, Explained explained) {

    /** What the call does; null where it is unknown, or nothing depends on it. */
    public @Nullable Operation operation() {
        Decision decision = explained.judged().decision();
        return decision == null ? null : decision.operation();
    }

    /** What everything in shadow mode would have done. */
    public List<Shadows.Entry> shadows() {
        Decision decision = explained.judged().decision();
        return decision == null ? List.of() : decision.shadows().entries();
    }

    /** How far a rule matched, in one word. */
    public static String word(Explanation.Line line) {
        return line.truth().name().toLowerCase(Locale.ROOT);
    }

    /** The whole, as an object. */
    public String json() {
        JsonWriter json = new JsonWriter().beginObject();
        write(json);
        return new String(json.endObject().toBytes(), StandardCharsets.UTF_8);
    }

    /** Writes the members of the object. */
    public void write(JsonWriter json) {
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
