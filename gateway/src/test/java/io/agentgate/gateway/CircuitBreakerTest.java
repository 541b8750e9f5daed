package io.agentgate.gateway;

import static io.agentgate.gateway.TestGateway.call;
import static io.agentgate.gateway.TestGateway.error;
import static io.agentgate.gateway.TestGateway.notification;
import static io.agentgate.gateway.TestGateway.result;
import static io.agentgate.gateway.TestGateway.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.audit.CallDecision;
import io.agentgate.gateway.audit.CallStatus;
import io.agentgate.gateway.call.Refusal;
import io.agentgate.gateway.call.Verdict;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The breaker of the test gateway opens after three failures, for a minute. */
class CircuitBreakerTest extends GatewayTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final String OPEN = "The circuit breaker of this tool is open";
    private static final String HUNDRED_READS =
            """
            [[rules]]
            id = "hundred"
            tool = "read"
            action = "rate_limit"
            max_calls = 100
            """;

    private int lastId;

    private String read() {
        return call(Integer.toString(++lastId), "read", "{}");
    }

    private void failingCall() {
        gateway.forwarded(read());
        gateway.delivered(error(Integer.toString(lastId), -32603, "broken", ""));
    }

    private void threeFailures() {
        for (int failure = 0; failure < 3; failure++) {
            failingCall();
        }
    }

    @Test
    void callToAnOpenCircuitIsToldWhenToTryAgainAndRecorded() {
        threeFailures();
        gateway.advance(Duration.ofMillis(20_500));

        String reason = OPEN + " after repeated failures: wait 40 s, then retry";
        assertThat(gateway.refused(read()))
                .isEqualTo(
                        "{\"jsonrpc\":\"2.0\",\"id\":4,\"error\":{\"code\":503,\"message\":\""
                                + reason
                                + "\",\"data\":{\"decisionId\":\"w1-5\",\"rule\":\"circuit-breaker\","
                                + "\"reason\":\""
                                + reason
                                + "\",\"retryAfterSeconds\":40}}}");
        assertThat(gateway.decisions().getLast().basis())
                .satisfies(
                        basis -> {
                            assertThat(basis.decision()).isEqualTo(CallDecision.FAILED);
                            assertThat(basis.decision().statusUntilSettled())
                                    .isEqualTo(CallStatus.ERROR);
                            assertThat(basis.rule()).isEqualTo("circuit-breaker");
                        });
        gateway.forwarded(call("\"x\"", "write", "{}"));
    }

    @Test
    void callRefusedByTheBreakerGivesItsQuotaBack() {
        gateway.policy(HUNDRED_READS);
        threeFailures();

        assertThat(gateway.refused(read())).contains(OPEN);

        assertThat(gateway.ledger.taken).containsEntry("rule:hundred", 3);
        assertThat(gateway.ledger.released).isOne();
    }

    @Test
    void deniedCallIsDeniedWhateverTheCircuit() {
        threeFailures();
        gateway.policy("default = 'deny'");

        assertThat(gateway.refused(read())).contains("\"code\":-32603");
    }

    @Test
    void callsThatTheServerNeverAnsweredCount() {
        for (int id = 1; id <= 3; id++) {
            gateway.forwarded(read());
        }
        gateway.gatekeeper.end(gateway.session, "the server ended before it answered");

        assertThat(gateway.refused(read())).contains(OPEN);
    }

    @Test
    void callsThatTheServerWasTooSlowForCount() {
        for (int id = 1; id <= 3; id++) {
            gateway.forwarded(read());
        }
        gateway.advance(Duration.ofNanos(Gatekeeper.MAX_SILENCE_NANOS + 1));
        gateway.gatekeeper.expire(gateway.session);

        assertThat(gateway.refused(read())).contains(OPEN);
    }

    @Test
    void answersThatAreNoneCount() {
        for (int id = 1; id <= 3; id++) {
            gateway.forwarded(read());
            gateway.delivered("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":1,\"error\":2}");
        }

        assertThat(gateway.refused(read())).contains(OPEN);
    }

    @ParameterizedTest
    @ValueSource(ints = {-32600, -32601, -32602, -32000, -32002, 429, 503})
    void errorsThatAreNotTheServersOwnFailureDoNotCount(int code) {
        for (int id = 1; id <= 10; id++) {
            gateway.forwarded(read());
            gateway.delivered(error(Integer.toString(id), code, "your fault", ""));
        }

        gateway.forwarded(read());
    }

    @Test
    void toolsOwnErrorsDoNotCount() {
        for (int id = 1; id <= 10; id++) {
            gateway.forwarded(read());
            gateway.delivered(result(Integer.toString(id), "{\"isError\":true}"));
        }

        gateway.forwarded(read());
    }

    @Test
    void cancelledCallsDoNotCount() {
        for (int id = 1; id <= 10; id++) {
            gateway.forwarded(read());
            gateway.forwarded(
                    notification("notifications/cancelled", "{\"requestId\":" + id + "}"));
        }

        gateway.forwarded(read());
    }

    @Test
    void refusalsOfOurOwnDoNotCount() {
        gateway.policy("default = 'deny'");
        for (int id = 1; id <= 10; id++) {
            gateway.refused(read());
        }
        gateway.policy("");
        gateway.last.onDelivery =
                delivery -> new Verdict.Refuse(Refusal.denied(null, "not these words"));
        for (int id = 11; id <= 20; id++) {
            gateway.forwarded(read());
            gateway.delivered(result(Integer.toString(id), text("words")));
        }

        gateway.forwarded(read());
    }

    @Test
    void successfulProbeClosesTheCircuit() {
        threeFailures();
        gateway.advance(MINUTE);

        gateway.forwarded(read());
        String probe = Integer.toString(lastId);
        assertThat(gateway.refused(read())).contains(OPEN);
        gateway.delivered(result(probe, text("well again")));

        gateway.forwarded(read());
        gateway.forwarded(read());
    }

    @Test
    void failingProbeOpensTheCircuitAgain() {
        threeFailures();
        gateway.advance(MINUTE);

        failingCall();

        assertThat(gateway.refused(read())).contains("wait 60 s");
    }

    @Test
    void probeThatALaterGuardRefusesLeavesItsPlaceToTheNext() {
        threeFailures();
        gateway.advance(MINUTE);
        gateway.last.onCall = call -> new Verdict.Refuse(Refusal.denied(null, "not on my watch"));
        assertThat(gateway.refused(read())).contains("not on my watch");
        gateway.last.onCall = call -> Verdict.PASS;

        gateway.forwarded(read());
    }

    @Test
    void probeThatTheClientGivesUpLeavesItsPlaceToTheNext() {
        threeFailures();
        gateway.advance(MINUTE);
        gateway.forwarded(read());
        gateway.forwarded(
                notification("notifications/cancelled", "{\"requestId\":" + lastId + "}"));

        gateway.forwarded(read());
        assertThat(gateway.refused(read())).contains(OPEN);
    }

    @Test
    void probeWithoutAnEndDoesNotBlockTheToolForEver() {
        threeFailures();
        gateway.advance(MINUTE);
        gateway.forwarded(read());
        gateway.advance(MINUTE.minusSeconds(1));
        assertThat(gateway.refused(read())).contains("wait 1 s");

        gateway.advance(Duration.ofSeconds(1));

        gateway.forwarded(read());
        assertThat(gateway.refused(read())).contains(OPEN);
    }
}
