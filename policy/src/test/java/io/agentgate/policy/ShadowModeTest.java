package io.agentgate.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.policy.text.PolicyText;
import org.junit.jupiter.api.Test;

class ShadowModeTest {
    private static final String RULES =
            """
            [[rules]]
            id = "keys"
            tool = "*"
            action = "redact"
            pattern = "sk-"
            mode = "shadow"
            [[rules]]
            id = "no-rm"
            tool = "rm"
            action = "deny"
            mode = "shadow"
            [[rules]]
            id = "few"
            tool = "*"
            action = "rate_limit"
            [[rules]]
            id = "later"
            tool = "*"
            action = "deny"
            condition = "arguments.p == 'x'"
            """;

    private static Decision decide(String text, String tool, String arguments)
            throws PolicyException {
        return PolicyText.parse(text, "p.toml").decide(Calls.call(tool, arguments));
    }

    private static String file(String head) {
        return head + "[metadata]\nname = 'p'\nversion = '1'\n" + RULES;
    }

    @Test
    void shadowRulesAreToldAndChangeNothing() throws PolicyException {
        Decision decision = decide(file(""), "rm", "{`p`:`sk-`}");

        assertThat(decision.denied()).isFalse();
        assertThat(decision.argumentRedactions()).isEmpty();
        assertThat(decision.rateLimits()).extracting(Rule::id).containsExactly("few");
        assertThat(decision.shadows().words())
                .isEqualTo("shadow: rule 'keys' would redact, rule 'no-rm' would deny");
        assertThat(decision.trace()).hasSize(4);
    }

    @Test
    void whatIsEnforcedIsEnforcedBehindThem() throws PolicyException {
        Decision decision = decide(file(""), "ls", "{`p`:`x`}");

        assertThat(decision.denied()).isTrue();
        assertThat(decision.shadows().words()).isEqualTo("shadow: rule 'keys' would redact");
    }

    @Test
    void redactionsInShadowTouchNoAnswerAndNoRecord() throws PolicyException {
        PolicySet set = PolicyText.parse(file(""), "p.toml");

        assertThat(set.resultRedactions("t")).isEmpty();
        assertThat(set.storageRedactions("t")).isEmpty();
        assertThat(set.answerRedactions(new Target(Method.RESOURCES_READ, "a"))).isEmpty();
    }

    @Test
    void aFileInShadowModeEnforcesOnlyRulesThatSaySo() throws PolicyException {
        String text = file("default = 'deny'\nmode = 'shadow'\n");
        Decision byDefault = decide(text, "ls", "{}");
        Decision enforced = decide(text + "mode = 'enforce'\n", "ls", "{`p`:`x`}");

        assertThat(byDefault.denied()).isFalse();
        assertThat(byDefault.shadows().words())
                .isEqualTo(
                        "shadow: rule 'keys' would redact, rule 'few' would count, the default"
                                + " would deny");
        assertThat(enforced.denied()).isTrue();
    }

    @Test
    void rulesBehindShadowDenialsAreReachable() throws PolicyException {
        assertThat(
                        PolicyText.parse(
                                        """
                                        [metadata]
                                        name = "p"
                                        version = "1"
                                        [[rules]]
                                        id = "a"
                                        tool = "*"
                                        action = "deny"
                                        mode = "shadow"
                                        [[rules]]
                                        id = "b"
                                        tool = "*"
                                        action = "deny"
                                        """,
                                        "p.toml")
                                .warnings())
                .isEmpty();
    }
}
