package io.agentgate.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluationTextTest {
    private static EvaluationText of(@Nullable String json) {
        return EvaluationText.of(Evaluation.ofText(json));
    }

    @Test
    void eachListIsALine() {
        EvaluationText text =
                of(
                        """
                        {"rules":[{"rule":"mask","effect":"redact","condition":"true"},
                        {"rule":"post","effect":"allow","condition":"unknown"}],"rules_left_out":3,
                        "limits":[{"limit":"few","capacity":10,"left":3,"window_seconds":60}],
                        "shadow":[{"rule":"no-\\u0072m","decision":"deny"},{"decision":"deny"}],
                        "candidate":{"decision":"deny","rule":"no-post","revision":"9f2c"}}
                        """);

        assertThat(text.rules()).isEqualTo("mask (redact); post (allow, unknown); 3 more");
        assertThat(text.limits()).isEqualTo("few (3 of 10 left in 60 s)");
        assertThat(text.shadow()).isEqualTo("no-rm would deny; the default would deny");
        assertThat(text.candidate()).isEqualTo("no-post of 9f2c would deny");
    }

    @Test
    void whatIsNotThereIsEmpty() {
        assertThat(of(null)).isEqualTo(EvaluationText.NONE);
        assertThat(of("{}")).isEqualTo(EvaluationText.NONE);
        assertThat(of("{\"candidate\":{\"decision\":\"allow\",\"revision\":\"9f\"}}").candidate())
                .isEqualTo("the default of 9f would allow");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{", "{\"rules\":7}", "{\"rules\":[", "nonsense", "\u0000"})
    void whatIsNoEvaluationIsEmpty(String stored) {
        assertThat(of(stored)).isEqualTo(EvaluationText.NONE);
    }
}
