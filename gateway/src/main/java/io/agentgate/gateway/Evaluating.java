package io.agentgate.gateway;

import io.agentgate.gateway.audit.ChargedLimit;
import io.agentgate.gateway.audit.Evaluation;
import io.agentgate.gateway.call.Call;
import io.agentgate.policy.Decision;
import io.agentgate.policy.Rule;
import io.agentgate.policy.Shadows;
import io.agentgate.protocol.JsonWriter;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes down how a call was evaluated: which rules spoke about it, what those in shadow mode would
 * have done, what its limits looked like, and what a candidate policy would have decided otherwise.
 * Rules that came out false are left out, which nearly all do.
 */
final class Evaluating {
    /** Most entries of one list. */
    static final int MAX_ENTRIES = 64;

    /** Longest id that is written whole, in UTF-16 units; one takes six bytes at most. */
    static final int MAX_ID = 256;

    private final Call call;
    private final List<Decision.Step> rules;
    private final List<Shadows.Entry> shadows;

    private Evaluating(Call call) {
        Decision decision = call.decision();
        this.call = call;
        this.rules = decision == null ? List.of() : decision.notable();
        this.shadows = decision == null ? List.of() : decision.shadows().entries();
    }

    /** Null where no rule, no default in shadow mode, no limit and no candidate spoke. */
    static @Nullable Evaluation of(Call call) {
        Evaluating evaluating = new Evaluating(call);
        return evaluating.isEmpty() ? null : evaluating.written();
    }

    private boolean isEmpty() {
        return rules.isEmpty()
                && shadows.isEmpty()
                && call.limits().isEmpty()
                && call.otherwise() == null;
    }

    /** With as many entries as there is room for, and the number of those left out. */
    private Evaluation written() {
        int most = MAX_ENTRIES;
        byte[] json = written(most);
        while (json.length > Evaluation.MAX_BYTES) {
            most = Math.min(most - 1, most * Evaluation.MAX_BYTES / json.length);
            json = written(most);
        }
        return new Evaluation(json);
    }

    private byte[] written(int most) {
        JsonWriter json = new JsonWriter().beginObject();
        list(json, "rules", rules, most, Evaluating::rule);
        list(json, "modifiers", modifiers(), most, (out, id) -> out.value(id(id)));
        list(json, "shadow", shadows, most, Evaluating::shadow);
        list(json, "limits", call.limits(), most, Evaluating::limit);
        Decision otherwise = call.otherwise();
        if (otherwise != null) {
            candidate(json.name("candidate"), otherwise);
        }
        return json.endObject().toBytes();
    }

    /** What had an effect on a call that was let through; a call that was denied has none. */
    private List<String> modifiers() {
        Decision decision = call.decision();
        if (decision == null || decision.denied()) {
            return List.of();
        }
        return rules.stream()
                .filter(step -> !step.rule().effect().decides() && !step.rule().isShadow())
                .map(step -> step.rule().id())
                .toList();
    }

    private static <T> void list(
            JsonWriter json,
            String name,
            List<T> entries,
            int most,
            BiConsumer<JsonWriter, T> entry) {
        if (entries.isEmpty()) {
            return;
        }
        json.name(name).beginArray();
        int shown = Math.min(most, entries.size());
        entries.subList(0, shown).forEach(each -> entry.accept(json, each));
        json.endArray();
        if (shown < entries.size()) {
            json.name(name + "_left_out").value(entries.size() - shown);
        }
    }

    private static void rule(JsonWriter json, Decision.Step step) {
        json.beginObject();
        json.name("rule").value(id(step.rule().id()));
        json.name("effect").value(step.rule().effect().word());
        json.name("condition").value(step.truth().name().toLowerCase(Locale.ROOT));
        json.endObject();
    }

    private static void shadow(JsonWriter json, Shadows.Entry entry) {
        json.beginObject();
        if (entry.rule() != null) {
            json.name("rule").value(id(entry.rule()));
        }
        json.name("decision").value(entry.decision());
        json.endObject();
    }

    private static void limit(JsonWriter json, ChargedLimit limit) {
        json.beginObject();
        json.name("limit").value(id(limit.limit()));
        json.name("capacity").value(limit.capacity());
        json.name("left").value(limit.left());
        json.name("window_seconds").value(limit.window().toSeconds());
        if (limit.cost() != 1) {
            json.name("cost").value(limit.cost());
        }
        json.endObject();
    }

    private static void candidate(JsonWriter json, Decision decision) {
        Rule rule = decision.rule();
        json.beginObject();
        json.name("decision").value(decision.outcome().name().toLowerCase(Locale.ROOT));
        if (rule != null) {
            json.name("rule").value(id(rule.id()));
        }
        json.name("revision").value(decision.revision());
        json.endObject();
    }

    private static String id(String id) {
        return id.length() <= MAX_ID ? id : id.substring(0, MAX_ID);
    }
}
