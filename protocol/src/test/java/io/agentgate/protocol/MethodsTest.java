package io.agentgate.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MethodsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Tools/Call",
                "tools/call/",
                "//tools/call",
                "tools/call\u0000",
                "tools/call ",
                "tools / call",
                "\u200Btools/call",
                "tools\uFF0Fcall",
                "\uFF54ools/call",
                "tool\u017F/call",
                "TOOLS/CALL\n",
                "tools/call/ /\uFF0F"
            })
    void carelessSpellingResemblesTheOwnMethod(String method) {
        assertThat(Methods.lookalike(method)).isEqualTo("tools/call");
    }

    @Test
    void ownAndForeignMethodsResembleNothing() {
        assertThat(Methods.lookalike("tools/call")).isNull();
        assertThat(Methods.lookalike("logging/setLevel")).isNull();
        assertThat(Methods.lookalike("logging/setlevel")).isEqualTo("logging/setLevel");
        assertThat(Methods.lookalike("acme/tools/call")).isNull();
        assertThat(Methods.lookalike("notifications/me\u1E9Eage"))
                .isEqualTo("notifications/message");
        assertThat(Methods.lookalike("")).isNull();
    }
}
