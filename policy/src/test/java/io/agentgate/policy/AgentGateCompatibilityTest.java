package io.agentgate.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.agentgate.policy.text.PolicyText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Decisions of AgentGate for Rust, taken from its engine, and where ours differ on purpose.
 *
 * <p>Limits outside the policy file (cases 19 and 20) are not this module's, but the matter of
 * {@code ProcessLimitsTest}; a rule's own limit is simulated by counting.
 */
class AgentGateCompatibilityTest {

    /** What we answer where we differ: decision, rule, and the text at "a" if it is rewritten. */
    private record Deviation(String decision, String rule, String forwarded) {}

    private static final Map<String, Deviation> DEVIATIONS =
            Map.of(
                    "agentgate-05", new Deviation("deny", "no-writes", ""),
                    "agentgate-08", new Deviation("allow", "ok-all", ""),
                    "agentgate-13", new Deviation("deny", "deny-all", ""),
                    "agentgate-16", new Deviation("redact", "mask", "[T] [K]"),
                    "agentgate-17", new Deviation("load_error", "", "`fields`"),
                    "agentgate-20", new Deviation("allow", "ok", ""),
                    "agentgate-26", new Deviation("load_error", "", "`dup` is already taken"),
                    "agentgate-34", new Deviation("deny", "no-rm", ""),
                    "agentgate-43", new Deviation("allow", "", ""),
                    "agentgate-49", new Deviation("load_error", "", "`priority`"));

    private static final Deviation CASE_44 = new Deviation("allow", "", "");

    static Stream<JsonNode> cases() throws IOException {
        try (InputStream in =
                AgentGateCompatibilityTest.class.getResourceAsStream(
                        "/agentgate-toml-cases.jsonl")) {
            String text =
                    new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().map(Json::tree);
        }
    }

    @Test
    void allCasesAreThere() throws IOException {
        assertThat(cases()).hasSize(34);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void decidesAsTheRustEngineDidUnlessWeDeviate(JsonNode example) throws PolicyException {
        String id = example.path("id").textValue();
        JsonNode expected = example.path("expected");
        Deviation deviation = id.equals("agentgate-44") ? CASE_44 : DEVIATIONS.get(id);
        String decision =
                deviation == null ? expected.path("decision").textValue() : deviation.decision();
        String policy = example.path("policy").textValue();
        if (decision.equals("load_error")) {
            assertThatThrownBy(() -> PolicyText.parse(policy, "policy.toml"))
                    .isInstanceOf(PolicyException.class)
                    .hasMessageContaining("policy.toml:")
                    .hasMessageContaining(deviation == null ? "" : deviation.forwarded());
            return;
        }
        PolicySet set = PolicyText.parse(policy, "policy.toml");
        Map<String, Long> used = new HashMap<>();
        example.path("prior_calls").forEach(call -> answer(set, call, used));

        Answer answer = answer(set, example.path("call"), used);

        assertThat(answer.decision()).isEqualTo(decision);
        String rule = deviation == null ? expected.path("rule").asText("") : deviation.rule();
        assertThat(answer.rule()).isEqualTo(rule.equals("null") ? "" : rule);
        if (decision.equals("deny") && deviation == null) {
            assertThat(answer.reason()).isEqualTo(expected.path("reason").textValue());
        }
        if (deviation == null && expected.has("forwarded_arguments")) {
            assertThat(answer.forwarded())
                    .isEqualTo(Json.value(expected.path("forwarded_arguments")));
        } else if (deviation != null && !deviation.forwarded().isEmpty()) {
            assertThat(answer.forwarded().values())
                    .containsEntry("a", new Value.Text(deviation.forwarded()));
        }
    }

    @Test
    void warnsWhereTheRustEngineReadTheFileOtherwise() throws IOException {
        Map<String, String> warnings = new LinkedHashMap<>();
        cases().forEach(
                        example -> {
                            try {
                                String policy = example.path("policy").textValue();
                                List<Problem> said =
                                        new ArrayList<>(
                                                PolicyText.parse(policy, "p.toml").warnings());
                                said.addAll(PolicyText.differences(policy, "p.toml"));
                                said.forEach(
                                        w ->
                                                warnings.put(
                                                        example.path("id").textValue(),
                                                        w.toString()));
                            } catch (PolicyException refused) {
                                // Load errors are the other test's matter.
                            }
                        });

        assertThat(warnings)
                .containsOnlyKeys("agentgate-05", "agentgate-07", "agentgate-08", "agentgate-10");
        assertThat(warnings.get("agentgate-05"))
                .isEqualTo(
                        "p.toml:8:8: `*` in `write_*` is a wildcard; AgentGate for Rust took it"
                                + " literally");
        assertThat(warnings.get("agentgate-08"))
                .isEqualTo(
                        "p.toml:10:1: rule `no-shell` can never be reached: rule `ok-all` on line 5"
                                + " decides every call of `shell` before it; the engine of"
                                + " AgentGate for Rust tried exact names first");
    }

    private record Answer(String decision, String rule, String reason, Value.Members forwarded) {}

    private static Answer answer(PolicySet set, JsonNode call, Map<String, Long> used) {
        Value.Members arguments =
                call.has("arguments") ? (Value.Members) Json.value(call.path("arguments")) : null;
        Facts facts =
                new Facts(
                        call.path("server").textValue(),
                        call.path("tool").textValue(),
                        "agent",
                        () -> arguments,
                        call.has("time")
                                ? OffsetDateTime.parse(call.path("time").textValue()).toInstant()
                                : Calls.NOON);
        Decision decision = set.decide(facts);
        Value.Members sent = arguments == null ? Value.Members.NONE : arguments;
        if (decision.denied()) {
            return new Answer("deny", ruleId(decision.rule()), decision.reason(), sent);
        }
        for (Rule rule : decision.rateLimits()) {
            long most = ((Effect.RateLimit) rule.effect()).maxCalls();
            if (used.merge(rule.id(), 1L, Long::sum) > most) {
                return new Answer("rate_limited", rule.id(), "", sent);
            }
        }
        if (decision.argumentRedactions().isEmpty()) {
            return new Answer("allow", ruleId(decision.rule()), decision.reason(), sent);
        }
        Value rewritten = sent;
        for (Rule rule : decision.argumentRedactions()) {
            rewritten = rewrite(rewritten, (Effect.Redact) rule.effect());
        }
        return new Answer(
                "redact",
                decision.argumentRedactions().getFirst().id(),
                decision.reason(),
                (Value.Members) rewritten);
    }

    private static String ruleId(@Nullable Rule rule) {
        return rule == null ? "" : rule.id();
    }

    private static Value rewrite(Value value, Effect.Redact redact) {
        return switch (value) {
            case Value.Text text -> new Value.Text(redact.apply(text.text()));
            case Value.Scalar scalar -> scalar;
            case Value.Items items -> {
                List<Value> rewritten = new ArrayList<>();
                items.values().forEach(item -> rewritten.add(rewrite(item, redact)));
                yield new Value.Items(rewritten);
            }
            case Value.Members members -> {
                Map<String, Value> rewritten = new LinkedHashMap<>();
                members.values().forEach((k, v) -> rewritten.put(k, rewrite(v, redact)));
                yield new Value.Members(rewritten);
            }
        };
    }
}
