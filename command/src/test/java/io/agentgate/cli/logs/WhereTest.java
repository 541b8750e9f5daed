package io.agentgate.cli.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentgate.cli.terminal.CommandException;
import io.agentgate.gateway.audit.CallFilter;
import io.agentgate.gateway.audit.CallFilter.Field;
import io.agentgate.gateway.audit.CallFilter.Match;
import org.junit.jupiter.api.Test;

class WhereTest {
    private static final String FIELDS =
            "Fields: tool, server, agent, caller, session, status, rule, reason, redacted_by";

    @Test
    void everyFormIsRead() throws Exception {
        assertThat(Where.parse("tool=read_file"))
                .isEqualTo(new CallFilter(Field.TOOL, Match.EQUAL, "read_file"));
        assertThat(Where.parse("agent!=ci"))
                .isEqualTo(new CallFilter(Field.AGENT, Match.NOT_EQUAL, "ci"));
        assertThat(Where.parse("reason~timed out"))
                .isEqualTo(new CallFilter(Field.REASON, Match.CONTAINS, "timed out"));
        assertThat(Where.parse("rule=")).isEqualTo(new CallFilter(Field.RULE, Match.EQUAL, ""));
    }

    @Test
    void valueMayHoldWhatSeparates() throws Exception {
        assertThat(Where.parse("reason=a!=b~c").value()).isEqualTo("a!=b~c");
        assertThat(Where.parse("reason~=").value()).isEqualTo("=");
    }

    @Test
    void wrongFieldIsRefusedWithTheNearest() {
        assertThatThrownBy(() -> Where.parse("tol=x"))
                .isInstanceOf(CommandException.class)
                .hasMessage("--where has no field `tol`; did you mean `tool`?\n" + FIELDS);
        assertThatThrownBy(() -> Where.parse("arguments=x"))
                .hasMessage("--where has no field `arguments`\n" + FIELDS);
    }

    @Test
    void wrongStatusIsRefusedWithTheNearest() throws Exception {
        assertThatThrownBy(() -> Where.parse("status!=denyed"))
                .hasMessage("unknown status `denyed`; did you mean `denied`?");
        assertThat(Where.parse("status~limit").value()).isEqualTo("limit");
    }

    @Test
    void whatIsNoConditionIsRefused() {
        assertThatThrownBy(() -> Where.parse("tool"))
                .hasMessage("--where takes FIELD=VALUE, FIELD!=VALUE or FIELD~PART, not `tool`");
    }
}
