package io.agentgate.cli.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.cli.terminal.Terminal;
import io.agentgate.gateway.audit.AuditEvent;
import io.agentgate.gateway.audit.CallDecision;
import io.agentgate.gateway.audit.CallJson;
import io.agentgate.gateway.audit.CallOrigin;
import io.agentgate.gateway.audit.CallRecord;
import io.agentgate.gateway.audit.CallStatus;
import io.agentgate.gateway.audit.DecisionBasis;
import io.agentgate.gateway.audit.Redactions;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CallTableTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static CallRecord denied(String tool) {
        return new CallRecord(
                new AuditEvent.CallDecided(
                        "w1-1",
                        NOW.minusSeconds(200),
                        new CallOrigin("s", "agent", "caller", "files", tool, null),
                        new DecisionBasis(CallDecision.DENIED, "rule-1", "because", "none"),
                        null),
                null,
                CallStatus.DENIED,
                1);
    }

    private static String print(CallTable table) {
        StringWriter out = new StringWriter();
        table.print(List.of(denied("read")), new PrintWriter(out));
        return out.toString().lines().toList().getLast();
    }

    @Test
    void programsGetUtcWithoutColours() {
        assertThat(print(new CallTable(CallTimes.UTC, false)))
                .isEqualTo("2026-11-20 11:56:40  files   read  denied  -             rule-1");
    }

    @Test
    void callWhoseEndNobodySawHasNoLatency() {
        AuditEvent.CallDecided decided = denied("read").decision();
        CallRecord killed =
                new CallRecord(
                        decided,
                        new AuditEvent.CallSettled(
                                "w1-1", NOW, "s", CallStatus.UNKNOWN, "it ended", 0, null),
                        CallStatus.UNKNOWN,
                        1);

        assertThat(CallTable.latency(killed)).isEqualTo("-");
        assertThat(CallJson.of(killed)).contains("\"latency_ms\":null,\"status\":\"unknown\"");
    }

    @Test
    void redactRulesStandBesideWhatDecided() {
        CallRecord allowed =
                new CallRecord(
                        new AuditEvent.CallDecided(
                                "w1-2",
                                NOW,
                                new CallOrigin("s", "agent", "caller", "files", "read", null),
                                new DecisionBasis(
                                        CallDecision.ALLOWED,
                                        null,
                                        null,
                                        "none",
                                        new Redactions(List.of("hide-keys"))),
                                null),
                        null,
                        CallStatus.ALLOWED,
                        2);

        assertThat(new CallTable(CallTimes.UTC, false).line(allowed))
                .endsWith("redacted by hide-keys");
        assertThat(CallJson.of(allowed))
                .contains(
                        "\"policy_hit\":null",
                        "\"arguments_redacted_by\":[\"hide-keys\"],\"result_redacted_by\":[]");
    }

    @Test
    void coloursChangeNoWidth() {
        String coloured = print(new CallTable(CallTimes.UTC, true));

        assertThat(coloured).contains("\033[31mdenied\033[0m  -");
        assertThat(coloured.replaceAll("\033\\[\\d*m", ""))
                .isEqualTo(print(new CallTable(CallTimes.UTC, false)));
    }

    @Test
    void whatAgentsWroteColoursNothing() {
        String line = new CallTable(CallTimes.UTC, true).line(denied("\033[31mread"));

        assertThat(line).contains("\uFFFD[31mread").contains("\033[31mdenied      \033[0m");
    }

    @Test
    void lastDayIsSaidAsPeopleSayIt() {
        CallTimes times = CallTimes.ago(NOW, BERLIN);

        assertThat(times.of(NOW)).isEqualTo("0 s ago");
        assertThat(times.of(NOW.minusSeconds(59))).isEqualTo("59 s ago");
        assertThat(times.of(NOW.minusSeconds(200))).isEqualTo("3 min ago");
        assertThat(times.of(NOW.minusSeconds(86_399))).isEqualTo("23 h ago");
        assertThat(times.of(NOW.minusSeconds(86_400))).isEqualTo("2026-11-19 13:00:00 CET");
        assertThat(times.of(NOW.plusSeconds(5))).isEqualTo("2026-11-20 13:00:05 CET");
    }

    @Test
    void coloursCanBeRefused() {
        assertThat(Terminal.wantsColours(Map.of("TERM", "xterm"))).isTrue();
        assertThat(Terminal.wantsColours(Map.of("NO_COLOR", ""))).isTrue();
        assertThat(Terminal.wantsColours(Map.of("NO_COLOR", "1"))).isFalse();
        assertThat(Terminal.wantsColours(Map.of("TERM", "dumb"))).isFalse();
    }
}
