package io.agentgate.gateway.audit;

import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A stored evaluation in words for people, a line for each of its members. One that is not there,
 * or that nobody can read, is the empty text.
 *
 * @param rules what spoke about the call, in the order of the file
 * @param limits what the call was charged to, or refused by
 * @param shadow what everything in shadow mode would have done
 * @param candidate what a candidate policy would have decided otherwise
 */
public record EvaluationText(String rules, String limits, String shadow, String candidate) {
    /** Nothing was said. */
    public static final EvaluationText NONE = new EvaluationText("", "", "", "");

    private static final String BREAK = "; ";

    /** The words of an evaluation; none of null. */
    public static EvaluationText of(@Nullable Evaluation evaluation) {
        if (evaluation == null) {
            return NONE;
        }
        try {
            Value root = Value.of(Frame.of(evaluation.json()));
            return new EvaluationText(
                    list(root, "rules", EvaluationText::rule),
                    list(root, "limits", EvaluationText::limit),
                    list(root, "shadow", EvaluationText::shadow),
                    candidate(root.member("candidate")));
        } catch (RuntimeException notOurs) {
            // Whoever can write to the store can write anything there.
            return NONE;
        }
    }

    private static String list(Value root, String name, Function<Value, String> words) {
        List<String> entries = new ArrayList<>();
        Value list = root.member(name);
        if (list != null) {
            list.eachElement(entry -> entries.add(words.apply(entry)));
        }
        String leftOut = scalar(root, name + "_left_out");
        if (!leftOut.isEmpty()) {
            entries.add(leftOut + " more");
        }
        return String.join(BREAK, entries);
    }

    private static String rule(Value entry) {
        String truth = scalar(entry, "condition");
        return scalar(entry, "rule")
                + " ("
                + scalar(entry, "effect")
                + (truth.equals("true") ? "" : ", " + truth)
                + ")";
    }

    private static String limit(Value entry) {
        return scalar(entry, "limit")
                + " ("
                + scalar(entry, "left")
                + " of "
                + scalar(entry, "capacity")
                + " left in "
                + scalar(entry, "window_seconds")
                + " s)";
    }

    private static String shadow(Value entry) {
        String rule = scalar(entry, "rule");
        return (rule.isEmpty() ? "the default" : rule) + " would " + scalar(entry, "decision");
    }

    private static String candidate(@Nullable Value otherwise) {
        if (otherwise == null) {
            return "";
        }
        String rule = scalar(otherwise, "rule");
        return (rule.isEmpty() ? "the default" : rule)
                + " of "
                + scalar(otherwise, "revision")
                + " would "
                + scalar(otherwise, "decision");
    }

    private static String scalar(Value object, String member) {
        Value value = object.member(member);
        String text = value == null ? null : value.scalar();
        return text == null ? "" : text;
    }
}
