package io.agentgate.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agentgate.gateway.quota.Pace;
import io.agentgate.gateway.quota.RateLimits;
import io.agentgate.policy.PolicyException;
import io.agentgate.policy.text.CallText;
import io.agentgate.policy.text.PolicyFile;
import io.agentgate.policy.text.TrialCall;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Decisions of other engines, and ours on the same calls. */
final class Decisions {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");

    private Decisions() {}

    static List<JsonNode> cases() throws IOException {
        try (InputStream in =
                Decisions.class.getResourceAsStream("/compat/policy-decisions.jsonl")) {
            String text =
                    new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().map(Decisions::tree).toList();
        }
    }

    static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        }
    }

    static String fileName(JsonNode example) {
        String dialect = example.path("dialect").textValue();
        return "policy." + dialect.substring(dialect.lastIndexOf('-') + 1);
    }

    /**
     * The text of its policy. Without a file mcp-policy-gateway denies everything, as it does with
     * one that says nothing.
     */
    static String policy(JsonNode example) {
        JsonNode policy = example.path("policy");
        return policy.isNull() ? "{\"name\":\"none\"}" : policy.textValue();
    }

    /** What we decide on its call, after those before it. */
    static Judged judged(JsonNode example, PolicyFile policy) throws PolicyException {
        Trial trial =
                new Trial(policy, limits(example.path("settings")), pace(example.path("settings")));
        for (JsonNode before : before(example)) {
            judge(trial, before);
        }
        return judge(trial, example.path("call"));
    }

    private static List<JsonNode> before(JsonNode example) {
        List<JsonNode> before = new ArrayList<>();
        example.path("prior_calls").forEach(before::add);
        // The case does not list them; its note says that there are two.
        if (example.path("id").textValue().equals("mcpgate-17")) {
            before.add(example.path("call"));
            before.add(example.path("call"));
        }
        return before;
    }

    private static Judged judge(Trial trial, JsonNode call) throws PolicyException {
        TrialCall asked = CallText.parse(call.toString(), "call.json");
        return Explained.of(trial, asked, asked.time() == null ? NOON : asked.time()).judged();
    }

    private static RateLimits limits(JsonNode settings) {
        JsonNode limits = settings.path("rate_limits");
        return new RateLimits(
                number(limits, "global_max_calls_per_minute"),
                number(limits, "per_tool_max_calls_per_minute"),
                number(limits, "per_agent_max_calls_per_minute"));
    }

    private static @Nullable Long number(JsonNode limits, String name) {
        return limits.has(name) ? limits.path(name).longValue() : null;
    }

    private static @Nullable Pace pace(JsonNode settings) {
        return settings.has("rps")
                ? new Pace(settings.path("rps").doubleValue(), settings.path("burst").longValue())
                : null;
    }
}
