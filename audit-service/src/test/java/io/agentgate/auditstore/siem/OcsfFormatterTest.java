package io.agentgate.auditstore.siem;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.audit.AuditEvent;
import io.agentgate.gateway.audit.CallDecision;
import io.agentgate.gateway.audit.CallStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OcsfFormatterTest {
    /** What every event of a call begins with: code, severity, profiles and the end of its id. */
    private static final String CALL =
            """
            {"category_uid":6,"class_uid":6003,"activity_id":99,\
            "activity_name":"%1$s","type_uid":600399,\
            "time":1795694400123,"severity_id":%2$d,\
            "metadata":{"version":"1.7.0",\
            "product":{"name":"AgentGate","vendor_name":"AgentGate","version":"0.1.0"},%3$s\
            "uid":"1jk2m4p8q0vabcdef-17/%4$s",\
            "event_code":"%1$s","correlation_uid":"1jk2m4p8q0vabcdef-17"},\
            """;

    private final SiemFormatter formatter = new OcsfFormatter(Events.VERSION);

    private void assertDecision(AuditEvent event, int severity, String rest) {
        String begin =
                CALL.formatted(
                        "call_decided",
                        severity,
                        "\"profiles\":[\"security_control\"],",
                        "decided");
        assertThat(Events.line(formatter, event)).isEqualTo(begin + rest + "}");
    }

    private void assertOutcome(AuditEvent event, int severity, String status, String unmapped) {
        assertThat(Events.line(formatter, event))
                .isEqualTo(
                        CALL.formatted("call_settled", severity, "", "settled")
                                + """
                                "message":"tool call ended",%s,"duration":2,\
                                "actor":{"session":{"uid":"s-1"}},\
                                "api":{"operation":"Unknown","request":{"uid":"1jk2m4p8q0vabcdef-17"}},\
                                "src_endpoint":{"uid":"s-1"},%s}\
                                """
                                        .formatted(status, unmapped));
    }

    @Test
    void allowedCallHasNoStatusYet() {
        assertDecision(
                Events.allowed(),
                1,
                """
                "message":"tool call allowed",\
                "status_id":0,"status_code":"allowed","action_id":1,"disposition_id":1,\
                "actor":{"app_name":"claude-code","user":{"name":"bob"},"session":{"uid":"s-1"}},\
                "api":{"operation":"read_file",\
                "request":{"uid":"1jk2m4p8q0vabcdef-17"},"service":{"name":"workshop"}},\
                "src_endpoint":{"uid":"s-1","name":"claude-code"},\
                "unmapped":{"policy_revision":"9f2c1a7b","request_id":"4","arguments_bytes":100000}\
                """);
    }

    @Test
    void deniedCallNamesRuleAndReason() {
        assertDecision(
                Events.denied(),
                3,
                """
                "message":"tool call denied",\
                "status_id":2,"status_code":"denied","status_detail":"deletes are forbidden",\
                "action_id":2,"disposition_id":2,"policy":{"name":"no-deletes"},\
                "actor":{"app_name":"claude-code","user":{"name":"bob"},"session":{"uid":"s-1"}},\
                "api":{"operation":"delete_file",\
                "request":{"uid":"1jk2m4p8q0vabcdef-17"},"service":{"name":"workshop"}},\
                "src_endpoint":{"uid":"s-1","name":"claude-code"},\
                "unmapped":{"policy_revision":"9f2c1a7b"}\
                """);
    }

    @Test
    void outcomeIsJoinedByTheRequest() {
        assertOutcome(
                Events.answered(),
                1,
                """
                "status_id":1,"status_code":"allowed"\
                """,
                """
                "unmapped":{"latency_nanos":2500000,"result_bytes":100000}\
                """);
    }

    @Test
    void failedCallSaysWhy() {
        assertOutcome(
                Events.ended(CallStatus.ERROR),
                2,
                """
                "status_id":2,"status_code":"error","status_detail":"the server said no"\
                """,
                """
                "unmapped":{"latency_nanos":2500000}\
                """);
    }

    @Test
    void noteIsABaseEvent() {
        assertThat(Events.line(formatter, Events.note()))
                .isEqualTo(
                        """
                        {"category_uid":0,"class_uid":0,"activity_id":99,\
                        "activity_name":"login_failed","type_uid":99,\
                        "time":1795694400123,"severity_id":3,\
                        "metadata":{"version":"1.7.0",\
                        "product":{"name":"AgentGate","vendor_name":"AgentGate","version":"0.1.0"},\
                        "uid":"1jk2m4p8q0vabcdef-18","event_code":"login_failed"},\
                        "message":"from 192.0.2.7","unmapped":{"session":"s-1"}}\
                        """);
    }

    @Test
    void changeOfPolicyIsAnUpdateOfTheApplication() {
        assertThat(Events.line(formatter, Events.noteOfKind("policy_loaded")))
                .isEqualTo(
                        """
                        {"category_uid":6,"class_uid":6002,"activity_id":8,"type_uid":600208,\
                        "time":1795694400123,"severity_id":1,\
                        "metadata":{"version":"1.7.0",\
                        "product":{"name":"AgentGate","vendor_name":"AgentGate","version":"0.1.0"},\
                        "uid":"1jk2m4p8q0vabcdef-19","event_code":"policy_loaded"},\
                        "message":"revision 7",\
                        "app":{"name":"AgentGate","vendor_name":"AgentGate","version":"0.1.0"}}\
                        """);
    }

    @ParameterizedTest
    @CsvSource({"ALLOWED,1,1,0", "DENIED,2,2,2", "RATE_LIMITED,2,25,2", "FAILED,2,27,2"})
    void decisionIsAnActionWithADisposition(
            CallDecision decision, int action, int disposition, int status) {
        assertThat(Events.line(formatter, Events.refused(decision)))
                .contains("\"action_id\":" + action + ",\"disposition_id\":" + disposition + ",")
                .contains("\"status_id\":" + status + ",");
    }

    @ParameterizedTest
    @CsvSource({"ALLOWED,1", "ERROR,2", "CANCELLED,2", "UNKNOWN,0"})
    void statusIsSuccessFailureOrUnknown(CallStatus status, int id) {
        assertThat(Events.line(formatter, Events.ended(status)))
                .contains("\"status_id\":" + id + ",\"status_code\":\"" + status.word() + "\"");
    }

    @ParameterizedTest
    @CsvSource({
        "proxy_started,600203,1",
        "policy_refused,99,2",
        "circuit_opened,99,3",
        "journal_gap,99,4",
        "of_the_future,99,1"
    })
    void noteHasTypeAndSeverityOfItsKind(String kind, int type, int severity) {
        assertThat(Events.line(formatter, Events.noteOfKind(kind)))
                .contains("\"type_uid\":" + type + ",")
                .contains("\"severity_id\":" + severity + ",")
                .contains("\"event_code\":\"" + kind + "\"");
    }

    @Test
    void hostileToolStaysInItsString() {
        String tool = "x\\\"},\"status_id\":1,\n\r\t\u0000\u001b";

        assertThat(Events.line(formatter, Events.ofTool(tool)))
                .contains(
                        "\"operation\":\"x\\\\\\\"},\\\"status_id\\\":1,\\n\\r\\t\\u0000\\u001b\"");
    }
}
