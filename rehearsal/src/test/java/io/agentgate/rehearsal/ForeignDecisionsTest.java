package io.agentgate.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.agentgate.policy.PolicyException;
import io.agentgate.policy.text.PolicyText;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Decisions of three other engines, with the calls before and the settings they were taken with,
 * and where ours differ on purpose: all of it by the guards of a gateway.
 */
class ForeignDecisionsTest {
    /** What we refuse to load where the engine makes something else of a text than it says. */
    private static final Set<String> REFUSED =
            Set.of(
                    "agentgate-17",
                    "agentgate-26",
                    "agentgate-49",
                    "mcpgw-06",
                    "mcpgw-24",
                    "mcpgw-32",
                    "mcpgw-35",
                    "mcpgate-15");

    /** What we decide where the engine is mistaken, or where we can do more. */
    private record Ours(String decision, @Nullable String rule, @Nullable String forwarded) {}

    private static final Map<String, Ours> DEVIATIONS =
            Map.of(
                    "agentgate-05", new Ours("deny", "no-writes", null),
                    "agentgate-08", new Ours("allow", "ok-all", "{}"),
                    "agentgate-13", new Ours("deny", "deny-all", null),
                    "agentgate-16", new Ours("redact", "mask", "{\"a\":\"[T] [K]\"}"),
                    "agentgate-19", new Ours("rate_limited", "global", null),
                    "agentgate-34", new Ours("deny", "no-rm", null),
                    "agentgate-43", new Ours("allow", null, "{}"),
                    "agentgate-44", new Ours("allow", null, "{}"),
                    "mcpgw-26", new Ours("allow", null, null));

    static List<JsonNode> cases() throws IOException {
        return Decisions.cases();
    }

    @Test
    void allCasesAreThere() throws IOException {
        assertThat(cases()).hasSize(73);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void decidesAsTheOtherEngineDoesUnlessWeDeviate(JsonNode example) throws PolicyException {
        String id = example.path("id").textValue();
        JsonNode expected = example.path("expected");
        String theirs = expected.path("decision").textValue();
        String file = Decisions.fileName(example);
        String policy = Decisions.policy(example);
        Ours deviation = DEVIATIONS.get(id);
        if (REFUSED.contains(id) || (theirs.equals("load_error") && deviation == null)) {
            assertThatThrownBy(() -> PolicyText.load(policy, file))
                    .isInstanceOf(PolicyException.class)
                    .hasMessageContaining(file + ":");
            return;
        }

        Judged judged = Decisions.judged(example, PolicyText.load(policy, file));

        assertThat(judged.outcome().word())
                .isEqualTo(deviation == null ? theirs : deviation.decision());
        assertThat(judged.rule())
                .isEqualTo(deviation == null ? name(expected.path("rule")) : deviation.rule());
        JsonNode forwarded =
                deviation == null
                        ? expected.path("forwarded_arguments")
                        : Decisions.tree(
                                deviation.forwarded() == null ? "" : deviation.forwarded());
        if (forwarded.isObject()) {
            assertThat(Decisions.tree(String.valueOf(judged.forwarded()))).isEqualTo(forwarded);
        }
    }

    /** MCPGate's rules have no ids: their places stand for them. */
    private static @Nullable String name(JsonNode rule) {
        if (rule.isInt()) {
            return "rules[" + rule.intValue() + "]";
        }
        return rule.isTextual() ? rule.textValue() : null;
    }
}
