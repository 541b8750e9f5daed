package io.agentgate.policystore.policy;

import com.fasterxml.jackson.databind.JsonNode;
import io.agentgate.policy.Caller;
import io.agentgate.policy.Explanation;
import io.agentgate.policy.Facts;
import io.agentgate.policy.PolicySet;
import io.agentgate.policy.Rule;
import io.agentgate.policy.Value;
import io.agentgate.policystore.problem.Refusal;
import io.agentgate.policystore.problem.Words;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A made-up call that a policy is tried on.
 *
 * @param agent its caller if it is missing, as in a session that names no agent
 * @param time now if it is missing
 */
public record TrialCall(
        @Nullable String server,
        @Nullable String tool,
        @Nullable JsonNode arguments,
        @Nullable String agent,
        @Nullable String caller,
        @Nullable Instant time) {
    private static final int MAX_NAME = 256;

    /** What a policy says about it. */
    public record Answer(
            String outcome,
            @Nullable String rule,
            String reason,
            List<String> redactions,
            List<String> limits,
            List<Line> trace) {}

    /** One rule that was looked at. */
    public record Line(String rule, String truth, @Nullable String failing) {}

    Answer tryOn(PolicySet policy, Instant now) {
        String who = Words.optional("agent", agent, MAX_NAME);
        String owner = Words.optional("caller", caller, MAX_NAME);
        Value.@Nullable Members members = members();
        String principal = Objects.requireNonNullElse(owner, "");
        Facts facts =
                new Facts(
                        Objects.requireNonNullElse(server, ""),
                        Words.required("tool", tool, MAX_NAME),
                        new Caller(who != null ? who : principal, principal, Set.of()),
                        () -> members,
                        Objects.requireNonNullElse(time, now),
                        null);
        Explanation told = policy.explain(facts);
        Rule decided = told.decision().rule();
        return new Answer(
                word(told.decision().outcome()),
                decided == null ? null : decided.id(),
                told.decision().reason(),
                told.decision().argumentRedactions().stream().map(Rule::id).toList(),
                told.decision().rateLimits().stream().map(Rule::id).toList(),
                told.lines().stream()
                        .map(line -> new Line(line.rule().id(), word(line.truth()), line.failing()))
                        .toList());
    }

    private Value.@Nullable Members members() {
        if (arguments == null || arguments.isNull()) {
            return null;
        }
        if (value(arguments) instanceof Value.Members members) {
            return members;
        }
        throw Refusal.invalid("arguments", "is not an object");
    }

    private static Value value(JsonNode node) {
        if (node.isObject()) {
            Map<String, Value> members = new LinkedHashMap<>();
            node.properties()
                    .forEach(entry -> members.put(entry.getKey(), value(entry.getValue())));
            return new Value.Members(members);
        }
        if (node.isArray()) {
            List<Value> items = new ArrayList<>();
            node.forEach(item -> items.add(value(item)));
            return new Value.Items(items);
        }
        return node.isTextual()
                ? new Value.Text(node.textValue())
                : new Value.Scalar(node.toString());
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
