package io.agentgate.gateway.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerNamesTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "fs", "Files-2", "my_server", "a.b_c-d"})
    void usualNamesAreFit(String name) {
        assertThat(ServerNames.problems(List.of(name))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1fs, must begin with a letter",
        "_fs, must begin with a letter",
        "fs_, may not end",
        "f__s, may not hold `__`",
        "f+s, letters",
        "f:s, letters",
        "fs/x, letters",
        "..%2fadmin, must begin with a letter",
        "fß, letters",
    })
    void aNameThatCouldBeReadTwoWaysIsNot(String name, String reason) {
        assertThat(ServerNames.problems(List.of(name)))
                .singleElement()
                .asString()
                .contains("`" + name + "`", reason);
    }

    @Test
    void namesMustBeToldApartInUris() {
        assertThat(ServerNames.problems(List.of("my_fs", "MY-fs", "git", "git")))
                .containsExactly(
                        "`MY-fs` and `my_fs` cannot be told apart in URIs, where `_` becomes `-`"
                                + " and case does not count",
                        "`git` is there twice");
        assertThat(ServerNames.problems(List.of("", "a".repeat(65)))).hasSize(2);
    }

    /** MX-02: `fs` with a tool `x__y` and `fs_x` with a tool `y` are no trouble. */
    @Test
    void oneNameMayBeginAnother() {
        assertThat(ServerNames.problems(List.of("fs", "fs_x"))).isEmpty();
    }

    @Test
    void settingsRefuseNamesThatAreNotFit() {
        assertThatThrownBy(() -> TestFederation.settings(PrefixMode.ALWAYS, "fs", "FS"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("told apart");
        assertThatThrownBy(() -> TestFederation.settings(PrefixMode.ALWAYS))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
