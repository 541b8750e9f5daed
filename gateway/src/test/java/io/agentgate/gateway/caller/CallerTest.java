package io.agentgate.gateway.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallerTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"ci", "Build server 7", "anna@example.org", "größe", "構築", "a_[b]\"c\""})
    void printableNameIsTaken(String name) {
        assertThat(new Caller(name).name()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                " ci",
                "ci ",
                "ci\u00a0",
                "c\ni",
                "c\u0000i",
                "c\u001b[31mi",
                "c\u200bi",
                "c\u202ei",
                "c\u2028i",
                "c\ud800i",
                "c\ue000i",
                "\uff43\uff49",
                "e\u0301"
            })
    void nameThatDoesNotShowAsWhatItIsIsRefused(String name) {
        assertThatThrownBy(() -> new Caller(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("a caller's name ");
    }

    @Test
    void nameHas128CharactersAtMost() {
        assertThat(Caller.problemOf("x".repeat(128))).isNull();
        assertThat(Caller.problemOf("\ud83d\ude80".repeat(128))).isNull();
        assertThat(Caller.problemOf("x".repeat(129))).contains("128");
    }
}
