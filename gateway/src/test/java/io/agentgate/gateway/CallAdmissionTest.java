package io.agentgate.gateway;

import static io.agentgate.gateway.TestGateway.call;
import static io.agentgate.gateway.TestGateway.error;
import static io.agentgate.gateway.TestGateway.notification;
import static io.agentgate.gateway.TestGateway.reply;
import static io.agentgate.gateway.TestGateway.request;
import static io.agentgate.gateway.TestGateway.result;
import static io.agentgate.gateway.TestGateway.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.agentgate.gateway.audit.AuditEvent;
import io.agentgate.gateway.audit.CallDecision;
import io.agentgate.gateway.audit.CallOrigin;
import io.agentgate.gateway.audit.DecisionBasis;
import io.agentgate.gateway.call.Ending;
import io.agentgate.gateway.call.PendingRequests;
import io.agentgate.gateway.call.Refusal;
import io.agentgate.gateway.call.Verdict;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallAdmissionTest extends GatewayTest {
    private static final String NO_BASH =
            """
            [[rules]]
            id = "no-bash"
            tool = "bash"
            action = "deny"
            """;

    private static final String TWO_SEARCHES =
            """
            [[rules]]
            id = "few"
            tool = "search"
            action = "rate_limit"
            max_calls = 2
            window_seconds = 30
            """;

    @Test
    void allowedCallIsForwardedByteForByte() {
        gateway.policy(NO_BASH);
        String message =
                "{ \"params\" : {\"arguments\":{\"n\":12345678901234567890, \"x\":1.0e2},"
                        + "\"name\":\"\\u0065cho\",\"more\":[1,2 ,3]},\t\"method\":\"tools/call\","
                        + "\"id\":\"\\u0061\",\"jsonrpc\":\"2.0\",\"extra\":null}";

        assertThat(gateway.forwarded(message)).isEqualTo(message);
    }

    @Test
    void decisionIsRecordedBeforeTheCallIsForwarded() {
        gateway.policy(NO_BASH + "[[rules]]\nid='echo-ok'\ntool='echo'\naction='allow'\n");

        gateway.forwarded(call("\"q-1\"", "echo", "{\"a\":1}"));

        AuditEvent.CallDecided decided = gateway.decisions().getFirst();
        assertThat(gateway.events()).hasSize(1);
        assertThat(decided.decisionId()).isEqualTo("w1-1");
        assertThat(decided.time()).isEqualTo(TestGateway.NOON);
        assertThat(decided.origin())
                .isEqualTo(new CallOrigin("s1", "agent", "caller", "files", "echo", "\"q-1\""));
        assertThat(decided.basis().decision()).isEqualTo(CallDecision.ALLOWED);
        assertThat(decided.basis().rule()).isEqualTo("echo-ok");
        assertThat(decided.basis().reason()).isNull();
        assertThat(decided.basis().revision()).hasSize(16);
    }

    @Test
    void callWithoutArgumentsIsForwarded() {
        String message =
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"a\"}}";

        assertThat(gateway.forwarded(message)).isEqualTo(message);
        assertThat(gateway.decisions().getFirst().arguments()).isNull();
    }

    @Test
    void deniedCallIsAnsweredWithItsRule() {
        gateway.policy(NO_BASH);

        assertThat(gateway.refused(call("1", "bash", "{}")))
                .isEqualTo(
                        error(
                                "1",
                                -32603,
                                "Blocked by policy rule 'no-bash'",
                                "\"decisionId\":\"w1-1\",\"rule\":\"no-bash\","));
        assertThat(gateway.decisions().getFirst().basis())
                .usingRecursiveComparison()
                .ignoringFields("revision", "evaluation")
                .isEqualTo(
                        new DecisionBasis(
                                CallDecision.DENIED,
                                "no-bash",
                                "Blocked by policy rule 'no-bash'",
                                ""));
        assertThat(gateway.outcomes()).isEmpty();
    }

    @Test
    void denialByDefaultNamesNoRule() {
        gateway.policy("default = 'deny'");

        assertThat(gateway.refused(call("\"\\u0031\"", "bash", "{}")))
                .isEqualTo(
                        error(
                                "\"\\u0031\"",
                                -32603,
                                "No policy rule allows this call",
                                "\"decisionId\":\"w1-1\","));
        assertThat(gateway.decisions().getFirst().basis().rule()).isNull();
    }

    @Test
    void denialTellsThePolicysOwnWords() {
        gateway.policy(NO_BASH + "message = \"Ask \\\"ops\\\" first.\"");

        assertThat(gateway.refused(call("1", "bash", "{}")))
                .contains("\"message\":\"Ask \\\"ops\\\" first.\"")
                .contains("\"reason\":\"Ask \\\"ops\\\" first.\"");
    }

    @Test
    void conditionsSeeDecodedArgumentsAndTheTime() {
        gateway.policy(
                """
                [[rules]]
                id = "all-of-it"
                tool = "run"
                action = "deny"
                condition = 'arguments.deep.list matches "^b$" and time.hour == 12'
                """);

        assertThat(gateway.refused(call("1", "run", "{\"deep\":{\"list\":[\"a\",\"\\u0062\"]}}")))
                .contains("all-of-it");
        gateway.forwarded(call("2", "run", "{\"deep\":{\"list\":[\"a\",\"c\"]}}"));
    }

    @Test
    void deniedCallSpendsNoQuota() {
        gateway.policy(
                TWO_SEARCHES
                        + """
                        [[rules]]
                        id = "no-secrets"
                        tool = "search"
                        action = "deny"
                        condition = 'arguments.query matches "secrets"'
                        """);

        for (int number = 0; number < 5; number++) {
            gateway.refused(call("1", "search", "{\"query\":\"secrets\"}"));
        }

        assertThat(gateway.ledger.taken).isEmpty();
        gateway.forwarded(call("2", "search", "{\"query\":\"cats\"}"));
        gateway.forwarded(call("3", "search", "{\"query\":\"dogs\"}"));
    }

    @Test
    void callOverItsLimitIsToldWhenToTryAgain() {
        gateway.policy(TWO_SEARCHES);
        gateway.forwarded(call("1", "search", "{}"));
        gateway.forwarded(call("2", "search", "{}"));

        String reason = "Rate limit of policy rule 'few' reached: wait 30 s, then retry";
        assertThat(gateway.refused(call("3", "search", "{}")))
                .isEqualTo(
                        "{\"jsonrpc\":\"2.0\",\"id\":3,\"error\":{\"code\":429,\"message\":\""
                                + reason
                                + "\",\"data\":{\"decisionId\":\"w1-3\",\"rule\":\"few\",\"reason\":\""
                                + reason
                                + "\",\"retryAfterSeconds\":30}}}");
        assertThat(gateway.decisions().getLast().basis().decision())
                .isEqualTo(CallDecision.RATE_LIMITED);
        assertThat(gateway.decisions().getLast().basis().rule()).isEqualTo("few");
        gateway.forwarded(call("4", "other", "{}"));
    }

    @Test
    void limitOfNothingIsNotWorthARetry() {
        gateway.policy(TWO_SEARCHES.replace("max_calls = 2", "max_calls = 0"));

        assertThat(gateway.refused(call("1", "search", "{}")))
                .contains("\"code\":429", "this limit allows no calls")
                .doesNotContain("retryAfterSeconds");
    }

    @Test
    void everyLimitOfACallIsCharged() {
        gateway.policy(TWO_SEARCHES + TWO_SEARCHES.replace("few", "all").replace("search", "*"));

        gateway.forwarded(call("1", "search", "{}"));

        assertThat(gateway.ledger.taken).containsOnlyKeys("rule:few", "rule:all");
    }

    @Test
    void quotaIsChargedWhateverTheAnswerSays() {
        gateway.policy(TWO_SEARCHES);
        gateway.forwarded(call("1", "search", "{}"));
        gateway.delivered(result("1", text("found")));
        gateway.forwarded(call("2", "search", "{}"));
        gateway.delivered(error("2", -32603, "broken", ""));

        assertThat(gateway.ledger.committed).isEqualTo(2);
        assertThat(gateway.ledger.released).isZero();
        gateway.refused(call("3", "search", "{}"));
    }

    @Test
    void refusalOfALaterGuardGivesTheQuotaBack() {
        gateway.policy(TWO_SEARCHES);
        gateway.last.onCall = call -> new Verdict.Refuse(Refusal.denied(null, "not on my watch"));

        for (int number = 0; number < 5; number++) {
            assertThat(gateway.refused(call("1", "search", "{}"))).contains("not on my watch");
        }

        assertThat(gateway.ledger.taken).containsEntry("rule:few", 0);
        assertThat(gateway.ledger.released).isEqualTo(5);
    }

    @Test
    void idInUseIsRefusedWithoutHarmToItsOwner() {
        gateway.policy(TWO_SEARCHES);
        gateway.forwarded(call("1", "search", "{}"));

        assertThat(gateway.refused(call("1.0", "search", "{}")))
                .isEqualTo(
                        error(
                                "1.0",
                                -32600,
                                "This id belongs to a request in progress",
                                "\"decisionId\":\"w1-2\","));
        assertThat(gateway.decisions().getLast().basis().decision()).isEqualTo(CallDecision.FAILED);
        assertThat(gateway.ledger.taken).containsEntry("rule:few", 1);
        assertThat(gateway.delivered(result("1", text("mine")))).contains("mine");
        gateway.forwarded(call("1", "search", "{}"));
    }

    @Test
    void stringAndNumberAreDifferentIds() {
        gateway.forwarded(call("1", "search", "{}"));

        gateway.forwarded(call("\"1\"", "search", "{}"));
        assertThat(gateway.delivered(result("\"1\"", text("b")))).contains("\"id\":\"1\"");
        assertThat(gateway.delivered(result("1", text("a")))).contains("\"id\":1,");
    }

    @Test
    void fullTableRefusesUntilAnAnswerComes() {
        for (int id = 0; id < PendingRequests.MAX_PENDING; id++) {
            gateway.forwarded(request(Integer.toString(id), "ping"));
        }

        assertThat(gateway.refused(call("\"x\"", "search", "{}")))
                .isEqualTo(
                        error(
                                "\"x\"",
                                503,
                                "Too many requests wait for an answer",
                                "\"decisionId\":\"w1-1\","));
        assertThat(gateway.refused(request("\"y\"", "ping"))).contains("\"code\":503");
        gateway.delivered(result("7", "{}"));
        gateway.forwarded(call("\"x\"", "search", "{}"));
    }

    @Test
    void callThatCannotBeRecordedIsNotForwarded() {
        gateway.policy(TWO_SEARCHES);
        gateway.breakJournal();

        assertThat(gateway.refused(call("1", "search", "{}")))
                .isEqualTo(
                        error(
                                "1",
                                503,
                                "The audit journal cannot record this call",
                                "\"decisionId\":\"w1-1\","));
        assertThat(gateway.session.clientRequests().contains(Id.of(1))).isFalse();
        assertThat(gateway.ledger.taken).containsEntry("rule:few", 0);
        assertThat(gateway.last.endings).containsExactly(Ending.NOT_SENT);
        assertThat(gateway.problems).hasSize(1).first().asString().contains("calls are refused");
    }

    @Test
    void denialThatCannotBeRecordedIsStillARefusal() {
        gateway.policy(NO_BASH);
        gateway.breakJournal();

        assertThat(gateway.refused(call("1", "bash", "{}"))).contains("\"code\":503");
    }

    @Test
    void duplicateThatCannotBeRecordedLeavesTheOwnerWaiting() {
        gateway.forwarded(call("1", "search", "{}"));
        gateway.breakJournal();

        gateway.refused(call("1", "search", "{}"));

        assertThat(gateway.session.clientRequests().contains(Id.of(1))).isTrue();
    }

    @Test
    void callWhosePayloadCannotBeSealedIsNotForwarded() {
        gateway.policy(TWO_SEARCHES);
        gateway.keys =
                () -> {
                    throw new IllegalStateException("no key");
                };

        assertThat(gateway.refused(call("1", "search", "{}"))).contains("\"code\":503");
        assertThat(gateway.session.clientRequests().isEmpty()).isTrue();
        assertThat(gateway.ledger.taken).containsEntry("rule:few", 0);
    }

    @Test
    void guardThatFailsRefuses() {
        gateway.policy(TWO_SEARCHES);
        gateway.last.onCall =
                call -> {
                    throw new IllegalStateException("a bug");
                };

        assertThat(gateway.refused(call("1", "search", "{}")))
                .isEqualTo(
                        error(
                                "1",
                                503,
                                "The gateway failed to judge this call",
                                "\"decisionId\":\"w1-1\","));
        assertThat(gateway.decisions().getFirst().basis().decision())
                .isEqualTo(CallDecision.FAILED);
        assertThat(gateway.ledger.taken).containsEntry("rule:few", 0);
        assertThat(gateway.first.endings).containsExactly(Ending.NOT_SENT);
    }

    @Test
    void guardThatFailsToSettleDoesNotHoldTheOthers() {
        gateway.policy(TWO_SEARCHES);
        gateway.first.onSettled =
                () -> {
                    throw new IllegalStateException("a bug");
                };
        gateway.forwarded(call("1", "search", "{}"));

        assertThat(gateway.delivered(result("1", text("found")))).contains("found");
        assertThat(gateway.ledger.committed).isOne();
        assertThat(gateway.last.endings).containsExactly(Ending.ANSWERED);
        assertThat(gateway.outcomes()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not json",
                "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/call\",\"params\":{\"name\":\"a\"}}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"tools/call\",\"params\":{\"name\":\"a\"}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}"
            })
    void rewriteThatIsNotTheSameRequestIsRefused(String rewritten) {
        gateway.last.onCall =
                call ->
                        new Verdict.Rewrite(
                                Frame.of(rewritten.getBytes(StandardCharsets.UTF_8)), List.of());

        assertThat(gateway.refused(call("1", "search", "{}")))
                .contains("\"code\":503", "The call could not be rewritten");
    }

    @Test
    void callWithoutAnIdIsDroppedAndNoted() {
        assertThat(gateway.admit(notification("tools/call", "{\"name\":\"bash\"}")))
                .isEqualTo(Ruling.DROP);
        assertThat(gateway.notes()).containsExactly("message_refused: a tools/call without an id");
    }

    @Test
    void malformedCallIsRecordedAsACallWhereItNamesATool() {
        assertThat(reply(gateway.admit(call("7", "bash", "[\"ls\"]")))).contains("-32602");
        assertThat(reply(gateway.admit(call("8", "bash", "{\"a\":1,\"a\":2}")))).contains("-32600");
        assertThat(reply(gateway.admit(call("9007199254740993", "bash", "{}")))).contains("-32600");

        assertThat(gateway.notes()).isEmpty();
        assertThat(gateway.decisions())
                .extracting(
                        decided -> decided.origin().tool(),
                        decided -> decided.origin().requestId(),
                        AuditEvent.CallDecided::basis,
                        AuditEvent.CallDecided::arguments)
                .containsExactly(
                        tuple("bash", "7", failed("an object expected in /params/arguments"), null),
                        tuple("bash", "8", failed("a duplicate member at byte 90"), null),
                        tuple(
                                "bash",
                                "9007199254740993",
                                failed("numeric ids beyond 2^53 are not exact for every peer"),
                                null));
    }

    @Test
    void malformedCallWithoutAToolIsNoted() {
        gateway.admit(toolsCall("{\"name\":1}"));
        gateway.admit(toolsCall("{\"name\":\"a\",\"name\":\"b\"}"));
        gateway.admit(toolsCall("{\"name\":\"a\u200b\"}"));

        assertThat(gateway.decisions()).isEmpty();
        assertThat(gateway.notes()).hasSize(3).allMatch(note -> note.startsWith("message_refused"));
    }

    @Test
    void malformedCallIsRecordedAsRedactRulesDemand() {
        gateway.policy(
                "[[rules]]\nid = 'key'\ntool = '*'\naction = 'redact'\npattern = 'sk-[a-z]+'");
        gateway.admit(call("\"sk-id\"", "sk-tool", "1"));

        assertThat(gateway.decisions().getFirst().origin().tool()).isEqualTo("[REDACTED]");
        assertThat(gateway.decisions().getFirst().origin().requestId()).isEqualTo("\"[REDACTED]\"");
    }

    private static String toolsCall(String params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":" + params + "}";
    }

    private static DecisionBasis failed(String reason) {
        return new DecisionBasis(CallDecision.FAILED, null, reason, "none");
    }

    @Test
    void callInProgressIsNotJudgedByALaterPolicy() {
        gateway.forwarded(call("1", "bash", "{}"));
        gateway.policy(NO_BASH);

        assertThat(gateway.delivered(result("1", text("done")))).contains("done");
        gateway.refused(call("2", "bash", "{}"));
    }

    @Test
    void decisionIdsAreNeverRepeated() {
        for (int id = 0; id < 20; id++) {
            gateway.admit(call(Integer.toString(id), "echo", "{}"));
            gateway.admit("nonsense");
        }

        assertThat(gateway.decisions())
                .extracting(AuditEvent.CallDecided::decisionId)
                .hasSize(20)
                .doesNotHaveDuplicates();
    }
}
