package io.agentgate.gateway.killswitch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScopeTextTest {
    @ParameterizedTest
    @CsvSource({
        "all,,",
        "server,files,",
        "tool,,write_*",
        "tool,files,write_*",
        "agent,,bot-*",
        "caller,,ci",
        "session,,20261120T120000Z-1"
    })
    void scopeComesBackAsItWasWritten(String scope, @Nullable String server, @Nullable String name)
            throws Exception {
        ScopeText text = new ScopeText(scope, server, name);

        assertThat(ScopeText.of(text.parse())).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "region,,,scope,'is none of all, server, tool, agent, caller, session'",
        "All,,,scope,'is none of all, server, tool, agent, caller, session'",
        "all,files,,server,does not go with this scope",
        "all,,x,name,does not go with this scope",
        "server,,,server,is missing",
        "server,' ',,server,is empty",
        "server,files,x,name,does not go with this scope",
        "tool,files,,name,is missing",
        "tool,'',x,server,is empty",
        "agent,files,x,server,does not go with this scope",
        "agent,,,name,is missing",
        "caller,files,x,server,does not go with this scope",
        "caller,,,name,is missing",
        "session,files,x,server,does not go with this scope",
        "session,,,name,is missing"
    })
    void whatDoesNotGoTogetherIsRefusedByItsMember(
            String scope,
            @Nullable String server,
            @Nullable String name,
            String field,
            String clause) {
        assertThatThrownBy(() -> new ScopeText(scope, server, name).parse())
                .isInstanceOfSatisfying(
                        WrongFieldException.class,
                        wrong -> {
                            assertThat(wrong.field()).isEqualTo(field);
                            assertThat(wrong.clause()).isEqualTo(clause);
                        });
    }

    @Test
    void namesAreBoundedAndHoldNoControlCharacters() throws Exception {
        new ScopeText("tool", null, "x".repeat(ScopeText.MAX_NAME)).parse();

        assertThatThrownBy(
                        () ->
                                new ScopeText("tool", null, "x".repeat(ScopeText.MAX_NAME + 1))
                                        .parse())
                .hasMessage("`name` is longer than 256 characters");
        assertThatThrownBy(() -> new ScopeText("tool", null, "a\u001b[2J").parse())
                .hasMessage("`name` holds a control character");
    }

    @Test
    void reasonAndWhoAreNeeded() throws Exception {
        ScopeText all = new ScopeText("all", null, null);

        assertThat(SwitchOrder.of(all, "two\nlines", "ann").reason()).isEqualTo("two\nlines");
        assertThatThrownBy(() -> SwitchOrder.of(all, null, "ann"))
                .hasMessage("`reason` is missing");
        assertThatThrownBy(() -> SwitchOrder.of(all, " ", "ann")).hasMessage("`reason` is empty");
        assertThatThrownBy(() -> SwitchOrder.of(all, "x".repeat(SwitchOrder.MAX_REASON + 1), "ann"))
                .hasMessage("`reason` is longer than 1000 characters");
        assertThatThrownBy(() -> SwitchOrder.of(all, "why", "a\nb"))
                .hasMessage("`by` has more than one line");
    }
}
