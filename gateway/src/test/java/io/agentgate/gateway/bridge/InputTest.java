package io.agentgate.gateway.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.Loss;
import io.agentgate.protocol.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls whose server needs more input. */
class InputTest {
    private static final String FORM =
            "{\"method\":\"elicitation/create\",\"params\":{\"message\" : \"Who?\"}}";

    private final TestBridge bridge = TestBridge.stateless();

    private static String needs(String inputs) {
        return "{\"resultType\":\"input_required\",\"inputRequests\":%s,\"requestState\":\"s\\u00e4\\/1\"}"
                .formatted(inputs);
    }

    /** The call 5, as the server got it. */
    private Request call() {
        bridge.request(
                5,
                "tools/call",
                "{\"name\":\"ask\",\"arguments\":{\"q\":1},\"_meta\":{\"progressToken\":9}}");
        return bridge.server.next();
    }

    @Test
    void serverAsksTheClientAndHearsItsAnswerInAnotherRequest() {
        Request first = call();
        bridge.server.answers(first, needs("{\"who\":" + FORM + "}"));
        String heard = bridge.client.heard.element();
        assertThat(heard).endsWith("\"params\":{\"message\" : \"Who?\"}} within 5");
        Request asked = bridge.client.asked();
        assertThat(asked.method()).isEqualTo("elicitation/create");
        bridge.answer(asked, "{\"action\":\"accept\", \"content\":{\"name\":\"Ann\"}}");

        assertThat(bridge.server.head().name()).isEqualTo("ask");
        Request again = bridge.server.next();
        assertThat(again.id()).isNotEqualTo(first.id());
        assertThat(again.frame().text())
                .endsWith(
                        "\"params\":{\"name\":\"ask\",\"arguments\":{\"q\":1},\"_meta\":{\"progressToken\":9,"
                                + TestBridge.META
                                + "},\"inputResponses\":{\"who\":{\"action\":\"accept\","
                                + " \"content\":{\"name\":\"Ann\"}}},"
                                + "\"requestState\":\"s\\u00e4\\/1\"}}");
        bridge.server.answers(again, "{\"resultType\":\"complete\",\"content\":[]}");
        assertThat(bridge.client.next())
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":5,\"result\":{\"content\":[]}}");
    }

    @Test
    void aUrlIsAskedForUnderAnIdAsTheHandshakeEraWants() {
        TestBridge opens = TestBridge.declaring("{\"elicitation\":{\"url\":{}}}");
        opens.request(5, "tools/call", "{\"name\":\"ask\",\"arguments\":{}}");
        opens.server.answers(
                opens.server.next(),
                needs(
                        "{\"a\":{\"method\":\"elicitation/create\",\"params\":{\"mode\":\"url\","
                            + "\"message\":\"Pay\",\"url\":\"https://a.example/p\"}},"
                            + "\"b\":{\"method\":\"elicitation/create\",\"params\":{\"mode\":\"url\",\"message\":\"Pay\",\"url\":\"https://b\","
                            + " \"elicitationId\":\"e\"}}}"));
        Request first = opens.client.asked();
        Request second = opens.client.asked();
        assertThat(first.frame().text())
                .contains(
                        "\"params\":{\"mode\":\"url\",\"message\":\"Pay\","
                                + "\"url\":\"https://a.example/p\",\"elicitationId\":\"")
                .doesNotContain("\"elicitationId\":\"\"");
        assertThat(second.frame().text())
                .contains("\"url\":\"https://b\", \"elicitationId\":\"e\"}");
        opens.answer(first, "{\"action\":\"accept\"}");
        opens.answer(second, "{\"action\":\"decline\"}");

        assertThat(opens.server.next().frame().text())
                .contains(
                        "\"inputResponses\":{\"a\":{\"action\":\"accept\"},"
                                + "\"b\":{\"action\":\"decline\"}}");
    }

    @Test
    void allInputsAreCollectedBeforeTheServerHearsOfAny() {
        bridge.server.answers(
                call(), needs("{\"a\":" + FORM + ",\"b\":{\"method\":\"roots/list\"}}"));
        Request first = bridge.client.asked();
        Request second = bridge.client.asked();
        bridge.answer(second, "{\"roots\":[]}");
        assertThat(bridge.server.got).isEmpty();
        bridge.answer(first, "{\"action\":\"decline\"}");
        assertThat(bridge.server.next().frame().text())
                .contains(
                        "\"inputResponses\":{\"b\":{\"roots\":[]},\"a\":{\"action\":\"decline\"}}");
    }

    @Test
    void laterRoundForgetsWhatEarlierOnesSaid() {
        bridge.server.answers(call(), needs("{\"a\":" + FORM + "}"));
        bridge.answer(bridge.client.asked(), "{\"action\":\"accept\"}");
        bridge.server.answers(
                bridge.server.next(),
                "{\"resultType\":\"input_required\",\"inputRequests\":{\"b\":" + FORM + "}}");
        bridge.answer(bridge.client.asked(), "{\"action\":\"cancel\"}");
        assertThat(bridge.server.next().frame().text())
                .endsWith("\"inputResponses\":{\"b\":{\"action\":\"cancel\"}}}}");
    }

    @Test
    void stateWithoutRequestsIsSentBackAtOnce() {
        Request first = call();
        bridge.server.answers(
                first, "{\"resultType\":\"input_required\",\"requestState\":\"later\"}");
        assertThat(bridge.server.next().frame().text()).endsWith("\"requestState\":\"later\"}}");
        assertThat(bridge.client.heard).isEmpty();
    }

    @Test
    void errorOfTheClientEndsTheCall() {
        bridge.server.answers(call(), needs("{\"a\":" + FORM + ",\"b\":" + FORM + "}"));
        Request first = bridge.client.asked();
        Request second = bridge.client.asked();
        bridge.send(
                "{\"jsonrpc\":\"2.0\",\"id\":%s,\"error\":{\"code\":-1,\"message\":\"no\"}}"
                        .formatted(first.id()));
        assertThat(bridge.client.notified()).isEqualTo("notifications/cancelled");
        assertThat(bridge.client.next())
                .isEqualTo(
                        "{\"jsonrpc\":\"2.0\",\"id\":5,\"error\":{\"code\":-1,\"message\":\"no\"}}");
        bridge.answer(second, "{}");
        assertThat(bridge.server.got).isEmpty();
        assertThat(bridge.client.heard).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"method\":\"elicitation/create\",\"params\":{\"mode\":\"url\"}}",
                "{\"method\":\"elicitation/create\",\"params\":{\"mode\":\"voice\"}}",
                "{\"method\":\"tools/call\",\"params\":{}}",
                "{\"method\":\"ping\"}"
            })
    void inputThatTheClientDidNotDeclareFailsTheCall(String input) {
        bridge.server.answers(call(), needs("{\"good\":" + FORM + ",\"bad\":" + input + "}"));
        assertThat(bridge.client.next()).contains("\"id\":5,\"error\":{\"code\":-32603");
        assertThat(bridge.client.heard).isEmpty();
        assertThat(bridge.server.got).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"resultType\":\"input_required\"}",
                "{\"resultType\":\"input_required\",\"inputRequests\":{}}",
                "{\"resultType\":\"input_required\",\"requestState\":7}",
                "{\"resultType\":\"input_required\",\"inputRequests\":[1]}",
                "{\"resultType\":\"input_required\",\"inputRequests\":{\"a\":{}}}",
                "{\"resultType\":\"input_required\",\"inputRequests\":{\"a\":{\"method\":7}}}",
                "{\"resultType\":\"input_required\",\"inputRequests\":{\"a\":{\"method\":\"roots/list\",\"params\":[]}}}"
            })
    void resultThatAsksForNothingThatCanBeUnderstoodFailsTheCall(String result) {
        bridge.server.answers(call(), result);
        assertThat(bridge.client.next()).contains("\"id\":5,\"error\":{\"code\":-32603");
        assertThat(bridge.server.got).isEmpty();
    }

    @Test
    void onlySomeRequestsMayNeedInput() {
        bridge.request(5, "tools/list", "{}");
        bridge.server.answers(bridge.server.next(), needs("{\"a\":" + FORM + "}"));
        assertThat(bridge.client.next()).contains("\"id\":5,\"error\":{\"code\":-32603");
    }

    @Test
    void serverMayNotAskForEver() {
        Request sent = call();
        for (int round = 0; round < Errands.MAX_ROUNDS; round++) {
            bridge.server.answers(
                    sent, "{\"resultType\":\"input_required\",\"requestState\":\"more\"}");
            sent = bridge.server.next();
        }
        bridge.server.answers(
                sent, "{\"resultType\":\"input_required\",\"requestState\":\"more\"}");
        assertThat(bridge.client.next()).contains("\"id\":5,\"error\":{\"code\":-32603");
        assertThat(bridge.server.got).isEmpty();
    }

    @Test
    void serverMayNotAskForTooMuchAtOnce() {
        StringBuilder inputs = new StringBuilder("{");
        for (int i = 0; i <= Inputs.MAX_INPUTS; i++) {
            inputs.append(i == 0 ? "" : ",").append("\"k").append(i).append("\":").append(FORM);
        }
        bridge.server.answers(call(), needs(inputs.append("}").toString()));
        assertThat(bridge.client.next()).contains("\"id\":5,\"error\":{\"code\":-32603");
        assertThat(bridge.client.heard).isEmpty();
    }

    @Test
    void inputThatIsTooLargeFailsTheCall() {
        bridge.server.answers(call(), needs("{\"a\":" + FORM + "}"));
        Request asked = bridge.client.asked();
        bridge.answer(asked, "{\"a\":\"%s\"}".formatted("x".repeat(Inputs.MAX_BYTES)));
        assertThat(bridge.client.next()).contains("\"id\":5,\"error\":{\"code\":-32603");
        assertThat(bridge.server.got).isEmpty();
    }

    @Test
    void cancellationBetweenRoundsTakesTheQuestionsBack() {
        bridge.server.answers(call(), needs("{\"a\":" + FORM + "}"));
        Request asked = bridge.client.asked();
        bridge.cancel(5);
        String taken = bridge.client.heard.element();
        assertThat(taken).contains("\"requestId\":" + asked.id()).endsWith(" within 5");
        assertThat(bridge.client.notified()).isEqualTo("notifications/cancelled");
        assertThat(bridge.client.next()).startsWith("lost 5 BROKEN");
        assertThat(bridge.server.givenUp).isEmpty();

        bridge.answer(asked, "{\"action\":\"accept\"}");
        assertThat(bridge.server.got).isEmpty();
    }

    @Test
    void cancellationInALaterRoundGivesThatUp() {
        bridge.server.answers(call(), needs("{\"a\":" + FORM + "}"));
        bridge.answer(bridge.client.asked(), "{}");
        Request again = bridge.server.next();
        bridge.cancel(5);
        assertThat(bridge.server.givenUp).containsExactly(again.id());
    }

    @Test
    void progressOfALaterRoundIsTheCalls() {
        bridge.server.answers(call(), needs("{\"a\":" + FORM + "}"));
        bridge.answer(bridge.client.asked(), "{}");
        Request again = bridge.server.next();
        bridge.server.notifies(
                "notifications/progress", "{\"progressToken\":9,\"progress\":1}", again.id());
        assertThat(bridge.client.next()).endsWith(" within 5");
    }

    @Test
    void laterRoundThatWasNotSentMayHaveHadEffects() {
        bridge.server.answers(call(), needs("{\"a\":" + FORM + "}"));
        bridge.answer(bridge.client.asked(), "{}");
        bridge.server.loses(bridge.server.next(), Loss.NOT_SENT);
        assertThat(bridge.client.next()).isEqualTo("lost 5 BROKEN: lost");
    }

    @Test
    void answerToWhatNobodyAskedIsDropped() {
        bridge.send("{\"jsonrpc\":\"2.0\",\"id\":\"agentgate-99\",\"result\":{}}");
        assertThat(bridge.server.got).isEmpty();
        assertThat(bridge.client.heard).isEmpty();
    }
}
