package io.agentgate.auditstore.siem;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.audit.CallStatus;
import org.junit.jupiter.api.Test;

class CefFormatterTest {
    private final SiemFormatter formatter = new CefFormatter(Events.VERSION);

    @Test
    void allowedCallHasNoOutcomeYet() {
        assertThat(Events.line(formatter, Events.allowed()))
                .isEqualTo(
                        """
                        CEF:0|AgentGate|AgentGate|0.1.0|call_decided|tool call allowed|1|rt=1795694400123 \
                        externalId=1jk2m4p8q0vabcdef-17 suser=bob destinationServiceName=workshop \
                        act=allowed outcome=unknown in=100000 \
                        cs2=read_file cs2Label=tool cs3=claude-code cs3Label=agent \
                        cs4=s-1 cs4Label=session cs5=9f2c1a7b cs5Label=policyRevision cs6=4 cs6Label=requestId\
                        """);
    }

    @Test
    void deniedCallNamesRuleAndReason() {
        assertThat(Events.line(formatter, Events.denied()))
                .isEqualTo(
                        """
                        CEF:0|AgentGate|AgentGate|0.1.0|call_decided|tool call denied|5|rt=1795694400123 \
                        externalId=1jk2m4p8q0vabcdef-17 suser=bob destinationServiceName=workshop \
                        act=denied outcome=failure reason=deletes are forbidden \
                        cs1=no-deletes cs1Label=rule \
                        cs2=delete_file cs2Label=tool cs3=claude-code cs3Label=agent \
                        cs4=s-1 cs4Label=session cs5=9f2c1a7b cs5Label=policyRevision\
                        """);
    }

    @Test
    void outcomeIsJoinedByTheExternalId() {
        assertThat(Events.line(formatter, Events.answered()))
                .isEqualTo(
                        """
                        CEF:0|AgentGate|AgentGate|0.1.0|call_settled|tool call ended|1|rt=1795694400123 \
                        externalId=1jk2m4p8q0vabcdef-17 outcome=success out=100000 \
                        cs4=s-1 cs4Label=session flexString1=allowed flexString1Label=status \
                        cn1=2500000 cn1Label=latencyNanos\
                        """);
    }

    @Test
    void failedCallSaysWhy() {
        assertThat(Events.line(formatter, Events.ended(CallStatus.ERROR)))
                .isEqualTo(
                        """
                        CEF:0|AgentGate|AgentGate|0.1.0|call_settled|tool call ended|3|rt=1795694400123 \
                        externalId=1jk2m4p8q0vabcdef-17 outcome=failure reason=the server said no \
                        cs4=s-1 cs4Label=session flexString1=error flexString1Label=status \
                        cn1=2500000 cn1Label=latencyNanos\
                        """);
    }

    @Test
    void noteIsNamedByItsKind() {
        assertThat(Events.line(formatter, Events.note()))
                .isEqualTo(
                        """
                        CEF:0|AgentGate|AgentGate|0.1.0|login_failed|login failed|5|rt=1795694400123 \
                        externalId=1jk2m4p8q0vabcdef-18 msg=from 192.0.2.7 cs4=s-1 cs4Label=session\
                        """);
    }

    @Test
    void valueEscapesEqualsSignBackslashAndLineEnds() {
        assertThat(Events.line(formatter, Events.ofTool("x|act=allowed\\\r\n suser=root\\")))
                .contains(" cs2=x|act\\=allowed\\\\\\r\\n suser\\=root\\\\ cs2Label=tool ");
    }

    @Test
    void headerEscapesPipeAndBackslashAndHasNoLineEnds() {
        assertThat(Events.line(formatter, Events.noteOfKind("x|9|act=y\\\r\nz")))
                .startsWith(
                        "CEF:0|AgentGate|AgentGate|0.1.0|x\\|9\\|act=y\\\\  z|x\\|9\\|act=y\\\\ "
                                + " z|1|rt=");
        assertThat(Events.line(new CefFormatter("1|2\\"), Events.note()))
                .startsWith("CEF:0|AgentGate|AgentGate|1\\|2\\\\|login_failed|");
    }

    @Test
    void characterThatNothingCanSayIsReplaced() {
        assertThat(
                        Events.line(
                                formatter,
                                Events.ofTool("a\u0000b\u001bc\u0085d\u2028e\u2029f\u007fg")))
                .contains(" cs2=a\uFFFDb\uFFFDc\uFFFDd\uFFFDe\uFFFDf\uFFFDg cs2Label=tool ");
    }

    @Test
    void textOfEveryScriptStays() {
        assertThat(Events.line(formatter, Events.ofTool("größe_日本_🔧")))
                .contains(" cs2=größe_日本_🔧 cs2Label=tool ");
    }
}
