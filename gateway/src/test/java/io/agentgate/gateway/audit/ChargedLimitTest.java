package io.agentgate.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChargedLimitTest {
    @Test
    void limitsAreThoseOfTheEvaluation() {
        String json =
                "{\"rules\":[],\"limits\":[{\"limit\":\"few\",\"capacity\":10,\"left\":3,"
                        + "\"window_seconds\":60},7,{\"limit\":null},{\"limit\":\"b\"}]}";

        assertThat(ChargedLimit.of(Evaluation.ofText(json)))
                .containsExactly(
                        new ChargedLimit("few", 10, 3, Duration.ofMinutes(1)),
                        new ChargedLimit("b", 0, 0, Duration.ZERO));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no JSON",
                "[]",
                "{\"limits\":",
                "{\"limits\":{}}",
                "{\"limits\":[{\"limit\":\"few\",\"left\":1e99}]}"
            })
    void whatNobodyCanReadHasNone(String json) {
        assertThat(ChargedLimit.of(Evaluation.ofText(json))).isEmpty();
    }
}
