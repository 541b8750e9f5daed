package io.agentgate.gateway;

import static io.agentgate.gateway.TestGateway.call;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.audit.CallDecision;
import io.agentgate.gateway.audit.Evaluation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A policy that judges beside the one in force. */
class CandidateTest extends GatewayTest {
    private static final String NO_POST =
            """
            [[rules]]
            id = "no-post"
            tool = "post"
            action = "deny"
            """;
    private static final String ONE_POST =
            """
            [[rules]]
            id = "one"
            tool = "post"
            action = "rate_limit"
            max_calls = 1
            """;

    private @Nullable String recorded() {
        Evaluation last = gateway.decisions().getLast().basis().evaluation();
        return last == null ? null : last.text();
    }

    @Test
    void callItWouldDenyGoesOnAndSaysSo() {
        gateway.candidate(NO_POST);
        gateway.forwarded(call("1", "post", "{}"));

        assertThat(recorded())
                .isEqualTo(
                        "{\"candidate\":{\"decision\":\"deny\",\"rule\":\"no-post\","
                                + "\"revision\":\""
                                + gateway.candidate.policies().revision()
                                + "\"}}");
        assertThat(gateway.decisions().getLast().basis().decision())
                .isEqualTo(CallDecision.ALLOWED);
        assertThat(gateway.meters.counted)
                .containsExactly("on files not allow but deny by no-post");
    }

    @Test
    void callItWouldAllowStaysRefusedAndSaysSo() {
        gateway.policy(NO_POST);
        gateway.candidate(ONE_POST);
        gateway.refused(call("1", "post", "{}"));

        assertThat(recorded()).contains("\"candidate\":{\"decision\":\"allow\",\"revision\":");
        assertThat(gateway.meters.counted)
                .contains("on files not deny but allow by default", "denied by no-post");
    }

    @Test
    void itKnowsWhatCallsDoThoughThePolicyInForceDoesNotAsk() {
        gateway.candidate(
                """
                [[rules]]
                id = "no-changes"
                tool = "*"
                action = "deny"
                operations = ["write", "destructive"]
                """);
        gateway.forwarded(TestGateway.request("9", "tools/list"));
        gateway.delivered(
                TestGateway.result(
                        "9",
                        "{\"tools\":[{\"name\":\"look\",\"annotations\":{\"readOnlyHint\":true}},"
                                + "{\"name\":\"post\"}]}"));
        gateway.forwarded(call("1", "look", "{}"));
        assertThat(gateway.candidate.differing()).isZero();
        gateway.forwarded(call("2", "post", "{}"));

        assertThat(gateway.candidate.differing()).isEqualTo(1);
        assertThat(recorded()).contains("\"rule\":\"no-changes\"");
    }

    @Test
    void limitsOfItsRulesAreChargedNowhereAndRefuseNothing() {
        gateway.candidate(ONE_POST);
        gateway.forwarded(call("1", "post", "{}"));
        gateway.forwarded(call("2", "post", "{}"));

        assertThat(gateway.ledger.taken).isEmpty();
        assertThat(recorded()).isNull();
        assertThat(gateway.candidate.differing()).isZero();
    }

    @Test
    void whatItJudgedIsCounted() {
        gateway.candidate(NO_POST);
        gateway.forwarded(call("1", "post", "{}"));
        gateway.forwarded(call("2", "read", "{}"));
        gateway.refused(call("3", "post", "{\"a\":1,\"a\":2}"));

        assertThat(gateway.candidate.calls()).isEqualTo(2);
        assertThat(gateway.candidate.differing()).isEqualTo(1);
    }

    @Test
    void rulesBeyondTheBoundShareALabel() {
        for (int i = 0; i < 1_001; i++) {
            gateway.candidate(NO_POST.replace("no-post", "no-post-" + i));
            gateway.forwarded(call("" + i, "post", "{}"));
            gateway.delivered(TestGateway.result("" + i, TestGateway.text("done")));
        }

        assertThat(gateway.meters.counted)
                .filteredOn(line -> line.startsWith("on "))
                .endsWith(
                        "on files not allow but deny by no-post-999",
                        "on other not allow but deny by other");
    }
}
