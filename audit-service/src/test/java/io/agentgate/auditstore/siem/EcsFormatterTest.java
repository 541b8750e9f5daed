package io.agentgate.auditstore.siem;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.audit.CallDecision;
import io.agentgate.gateway.audit.CallStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EcsFormatterTest {
    private final SiemFormatter formatter = new EcsFormatter(Events.VERSION);

    @Test
    void allowedCallHasNoOutcomeYet() {
        assertThat(Events.line(formatter, Events.allowed()))
                .isEqualTo(
                        """
                        {"@timestamp":"2026-11-26T12:00:00.123456789Z","ecs":{"version":"8.17.0"},\
                        "observer":{"vendor":"AgentGate","product":"AgentGate","version":"0.1.0","type":"proxy"},\
                        "event":{"kind":"event","id":"1jk2m4p8q0vabcdef-17/decided",\
                        "action":"call_decided","severity":1,\
                        "category":["api"],"type":["access","allowed"],\
                        "outcome":"unknown"},\
                        "message":"tool call allowed","user":{"name":"bob"},\
                        "service":{"name":"workshop"},\
                        "agentgate":{"decision_id":"1jk2m4p8q0vabcdef-17","decision":"allowed",\
                        "session":"s-1","agent":"claude-code","tool":"read_file",\
                        "request_id":"4","policy_revision":"9f2c1a7b","arguments_bytes":100000}}\
                        """);
    }

    @Test
    void deniedCallNamesRuleAndReason() {
        assertThat(Events.line(formatter, Events.denied()))
                .isEqualTo(
                        """
                        {"@timestamp":"2026-11-26T12:00:00.123456789Z","ecs":{"version":"8.17.0"},\
                        "observer":{"vendor":"AgentGate","product":"AgentGate","version":"0.1.0","type":"proxy"},\
                        "event":{"kind":"event","id":"1jk2m4p8q0vabcdef-17/decided",\
                        "action":"call_decided","severity":3,\
                        "category":["api"],"type":["access","denied"],\
                        "outcome":"failure","reason":"deletes are forbidden"},\
                        "message":"tool call denied","user":{"name":"bob"},\
                        "rule":{"name":"no-deletes"},\
                        "service":{"name":"workshop"},\
                        "agentgate":{"decision_id":"1jk2m4p8q0vabcdef-17","decision":"denied",\
                        "session":"s-1","agent":"claude-code","tool":"delete_file",\
                        "policy_revision":"9f2c1a7b"}}\
                        """);
    }

    @Test
    void outcomeTakesNanoseconds() {
        assertThat(Events.line(formatter, Events.answered()))
                .isEqualTo(
                        """
                        {"@timestamp":"2026-11-26T12:00:00.123456789Z","ecs":{"version":"8.17.0"},\
                        "observer":{"vendor":"AgentGate","product":"AgentGate","version":"0.1.0","type":"proxy"},\
                        "event":{"kind":"event","id":"1jk2m4p8q0vabcdef-17/settled",\
                        "action":"call_settled","severity":1,\
                        "category":["api"],"type":["access","end"],\
                        "outcome":"success","duration":2500000},"message":"tool call ended",\
                        "agentgate":{"decision_id":"1jk2m4p8q0vabcdef-17","status":"allowed",\
                        "session":"s-1","result_bytes":100000}}\
                        """);
    }

    @Test
    void failedCallSaysWhy() {
        assertThat(Events.line(formatter, Events.ended(CallStatus.ERROR)))
                .isEqualTo(
                        """
                        {"@timestamp":"2026-11-26T12:00:00.123456789Z","ecs":{"version":"8.17.0"},\
                        "observer":{"vendor":"AgentGate","product":"AgentGate","version":"0.1.0","type":"proxy"},\
                        "event":{"kind":"event","id":"1jk2m4p8q0vabcdef-17/settled",\
                        "action":"call_settled","severity":2,\
                        "category":["api"],"type":["access","end"],\
                        "outcome":"failure","reason":"the server said no","duration":2500000},\
                        "message":"tool call ended",\
                        "agentgate":{"decision_id":"1jk2m4p8q0vabcdef-17","status":"error","session":"s-1"}}\
                        """);
    }

    @Test
    void failedLoginIsAuthentication() {
        assertThat(Events.line(formatter, Events.note()))
                .isEqualTo(
                        """
                        {"@timestamp":"2026-11-26T12:00:00.123456789Z","ecs":{"version":"8.17.0"},\
                        "observer":{"vendor":"AgentGate","product":"AgentGate","version":"0.1.0","type":"proxy"},\
                        "event":{"kind":"event","id":"1jk2m4p8q0vabcdef-18",\
                        "action":"login_failed","severity":3,\
                        "category":["authentication"],"type":["start"],"outcome":"failure"},\
                        "message":"from 192.0.2.7","agentgate":{"session":"s-1"}}\
                        """);
    }

    @Test
    void changeOfPolicyIsAChangeOfConfiguration() {
        assertThat(Events.line(formatter, Events.noteOfKind("policy_loaded")))
                .isEqualTo(
                        """
                        {"@timestamp":"2026-11-26T12:00:00.123456789Z","ecs":{"version":"8.17.0"},\
                        "observer":{"vendor":"AgentGate","product":"AgentGate","version":"0.1.0","type":"proxy"},\
                        "event":{"kind":"event","id":"1jk2m4p8q0vabcdef-19",\
                        "action":"policy_loaded","severity":1,\
                        "category":["configuration"],"type":["change"]},"message":"revision 7"}\
                        """);
    }

    @Test
    void otherNoteIsInformation() {
        assertThat(Events.line(formatter, Events.noteOfKind("journal_gap")))
                .isEqualTo(
                        """
                        {"@timestamp":"2026-11-26T12:00:00.123456789Z","ecs":{"version":"8.17.0"},\
                        "observer":{"vendor":"AgentGate","product":"AgentGate","version":"0.1.0","type":"proxy"},\
                        "event":{"kind":"event","id":"1jk2m4p8q0vabcdef-19",\
                        "action":"journal_gap","severity":4,\
                        "type":["info"]},"message":"revision 7"}\
                        """);
    }

    @ParameterizedTest
    @CsvSource({"ALLOWED,allowed,unknown", "RATE_LIMITED,denied,failure", "FAILED,denied,failure"})
    void decisionIsAnAccessWithAnOutcome(CallDecision decision, String type, String outcome) {
        assertThat(Events.line(formatter, Events.refused(decision)))
                .contains("\"type\":[\"access\",\"" + type + "\"]")
                .contains("\"outcome\":\"" + outcome + "\"");
    }

    @Test
    void hostileToolStaysInItsString() {
        String tool = "x\\\"},\"outcome\":1,\n\r\t\u0000\u001b";

        assertThat(Events.line(formatter, Events.ofTool(tool)))
                .contains("\"tool\":\"x\\\\\\\"},\\\"outcome\\\":1,\\n\\r\\t\\u0000\\u001b\"");
    }
}
