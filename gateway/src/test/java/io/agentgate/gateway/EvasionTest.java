package io.agentgate.gateway;

import static io.agentgate.gateway.TestGateway.call;
import static io.agentgate.gateway.TestGateway.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.audit.AuditEvent;
import io.agentgate.gateway.audit.CallDecision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ways around the rules that look legal message by message. */
class EvasionTest extends GatewayTest {
    private static final String SECRET_OF_ONE_TOOL =
            """
            [[rules]]
            id = "mask"
            tool = "read_secret"
            action = "redact"
            pattern = 'sk-[A-Z0-9]+'
            replacement = "[KEY]"
            """;

    @Test
    void whatRedactionLeavesIsJudgedAgain() {
        gateway.policy(
                """
                [[rules]]
                id = "no-cards"
                tool = "*"
                action = "redact"
                pattern = '[0-9]{16}'
                replacement = ""

                [[rules]]
                id = "no-passwd"
                tool = "read_file"
                action = "deny"
                condition = "arguments contains_pattern '/etc/passwd'"
                """);

        String reply =
                gateway.refused(
                        call("1", "read_file", "{\"path\":\"/e4111111111111111tc/passwd\"}"));

        assertThat(reply).contains("\"rule\":\"no-passwd\"");
        assertThat(gateway.decisions().getFirst().basis().decision())
                .isEqualTo(CallDecision.DENIED);
    }

    @Test
    void nestedSecretDoesNotSurviveItsOwnRedaction() {
        gateway.policy(
                """
                [[rules]]
                id = "word"
                tool = "*"
                action = "redact"
                pattern = 'secret'
                replacement = ""
                """);

        assertThat(gateway.forwarded(call("1", "echo", "{\"x\":\"a secsecretret b\"}")))
                .isEqualTo(call("1", "echo", "{\"x\":\"a  b\"}"));
    }

    @Test
    void secretNestedWithoutEndIsHiddenWhole() {
        gateway.policy(
                """
                [[rules]]
                id = "word"
                tool = "*"
                action = "redact"
                pattern = 'secret'
                replacement = ""
                """);
        String nested = "sec".repeat(40) + "ret".repeat(40);

        assertThat(gateway.forwarded(call("1", "echo", "{\"x\":\"" + nested + "\"}")))
                .isEqualTo(call("1", "echo", "{\"x\":\"[REDACTED]\"}"));
    }

    @Test
    void lateAnswerOfACancelledCallIsNotTakenForAnother() {
        gateway.policy(SECRET_OF_ONE_TOOL);
        gateway.forwarded(call("1", "read_secret", "{}"));
        gateway.forwarded(cancelled("1"));

        String reused = gateway.refused(call("1", "echo", "{}"));
        Ruling late = gateway.release(result("1", "\"sk-SECRET\""));

        assertThat(reused).contains("-32600");
        assertThat(late).isEqualTo(Ruling.DROP);
    }

    @Test
    void cancelledIdIsFreeOnceItsAnswerCame() {
        gateway.forwarded(call("1", "echo", "{}"));
        gateway.forwarded(cancelled("1"));
        gateway.release(result("1", "{}"));

        assertThat(gateway.admit(call("1", "echo", "{}"))).isInstanceOf(Ruling.Forward.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"9007199254740992", "-9007199254740993", "1e300"})
    void idThatIsTheSameAsAnotherToSomePeersIsRefused(String id) {
        assertThat(gateway.refused(call(id, "echo", "{}"))).contains("\"id\":" + id, "-32600");
    }

    @Test
    void progressOfACallIsRedactedByTheRulesOfItsTool() {
        gateway.policy(SECRET_OF_ONE_TOOL);
        gateway.forwarded(
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":"
                        + "\"read_secret\",\"_meta\":{\"progressToken\":\"t\"},\"arguments\":{}}}");

        assertThat(gateway.delivered(progress("\"t\"", "sk-SECRET")))
                .isEqualTo(progress("\"t\"", "[KEY]"));
    }

    @Test
    void logLineDuringACallIsRedactedByEveryRule() {
        gateway.policy(SECRET_OF_ONE_TOOL);
        gateway.forwarded(call("1", "read_secret", "{}"));

        assertThat(gateway.delivered(logLine("sk-SECRET"))).isEqualTo(logLine("[KEY]"));
    }

    @Test
    void logLineOutsideOfCallsIsRedactedByRulesForAllTools() {
        gateway.policy(SECRET_OF_ONE_TOOL);

        assertThat(gateway.delivered(logLine("sk-SECRET"))).isEqualTo(logLine("sk-SECRET"));
    }

    @Test
    void resultOfATaskIsRedactedByEveryRule() {
        gateway.policy(SECRET_OF_ONE_TOOL);
        gateway.forwarded(
                "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tasks/result\","
                        + "\"params\":{\"taskId\":\"t\"}}");

        assertThat(gateway.delivered(result("2", "{\"text\":\"sk-SECRET\"}")))
                .isEqualTo(result("2", "{\"text\":\"[KEY]\"}"));
    }

    @Test
    void whatIsStoredOfIdNameAndNumbersIsRedactedToo() {
        gateway.policy(
                """
                [[rules]]
                id = "cards"
                tool = "*"
                action = "redact"
                pattern = '4[0-9]{15}'
                replacement = "[CARD]"
                """);

        gateway.forwarded(call("\"4111111111111111\"", "pay", "{\"card\":4111111111111111}"));

        AuditEvent.CallDecided decided = gateway.decisions().getFirst();
        assertThat(decided.origin().requestId()).isEqualTo("\"[CARD]\"");
        assertThat(decided.arguments()).isNotNull();
        assertThat(decided.arguments().text()).isEqualTo("{\"card\":\"[CARD]\"}");
    }

    private static String cancelled(String id) {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{"
                + "\"requestId\":"
                + id
                + "}}";
    }

    private static String progress(String token, String message) {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{"
                + "\"progressToken\":"
                + token
                + ",\"progress\":1,\"message\":\""
                + message
                + "\"}}";
    }

    private static String logLine(String text) {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{"
                + "\"level\":\"info\",\"data\":\""
                + text
                + "\"}}";
    }
}
