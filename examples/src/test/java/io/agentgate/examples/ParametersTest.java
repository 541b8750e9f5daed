package io.agentgate.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentgate.examples.Parameters.Parameter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ParametersTest {
    private static final Parameters PARAMETERS =
            Parameters.of(new Parameter("path", "where"), new Parameter("content", "what"));

    @Test
    void schemaRequiresEveryParameterAndNoOther() {
        assertThat(PARAMETERS.schema())
                .containsEntry("required", List.of("path", "content"))
                .containsEntry("additionalProperties", false);
    }

    @Test
    void argumentsComeInTheOrderOfTheParameters() {
        assertThat(PARAMETERS.check(Map.of("content", "c", "path", "p"))).containsExactly("p", "c");
    }

    @Test
    void missingUnknownAndMistypedArgumentsAreRefused() {
        assertThatThrownBy(() -> PARAMETERS.check(Map.of("path", "p")))
                .hasMessage("argument `content` must be there and be a string");
        assertThatThrownBy(() -> PARAMETERS.check(Map.of("path", "p", "content", 1)))
                .hasMessage("argument `content` must be there and be a string");
        assertThatThrownBy(() -> PARAMETERS.check(Map.of("path", "p", "content", "c", "x", "")))
                .hasMessage("there is no argument `x`");
    }
}
