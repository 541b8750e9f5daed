package io.agentgate.gateway.audit;

import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A limit as a call found it.
 *
 * @param limit id of the policy rule, or name of the limit of the process, that sets it
 * @param capacity calls that it allows in a window
 * @param left whole calls that it still allowed, once this one was charged or refused
 * @param window time in which all of it comes back
 * @param cost what the call takes out of it; 1 where calls are counted
 */
public record ChargedLimit(String limit, long capacity, long left, Duration window, long cost) {
    /** A limit that counts calls. */
    public ChargedLimit(String limit, long capacity, long left, Duration window) {
        this(limit, capacity, left, window, 1);
    }

    /** Those of a stored evaluation; none of what nobody can read. */
    public static List<ChargedLimit> of(@Nullable Evaluation evaluation) {
        List<ChargedLimit> limits = new ArrayList<>();
        if (evaluation == null) {
            return limits;
        }
        try {
            Value list = Value.of(Frame.of(evaluation.json())).member("limits");
            if (list != null) {
                list.eachElement(entry -> add(limits, entry));
            }
        } catch (RuntimeException notOurs) {
            // Whoever can write to the store can write anything there.
            return List.of();
        }
        return limits;
    }

    private static void add(List<ChargedLimit> limits, Value entry) {
        Value limit = entry.member("limit");
        String name = limit == null ? null : limit.text();
        if (name != null) {
            limits.add(
                    new ChargedLimit(
                            name,
                            number(entry, "capacity"),
                            number(entry, "left"),
                            Duration.ofSeconds(number(entry, "window_seconds")),
                            Math.max(1, number(entry, "cost"))));
        }
    }

    private static long number(Value entry, String name) {
        Value number = entry.member(name);
        String text = number == null ? null : number.scalar();
        return text == null ? 0 : Long.parseLong(text);
    }
}
