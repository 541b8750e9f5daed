package io.agentgate.gateway.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.Loss;
import io.agentgate.gateway.era.Mirror;
import io.agentgate.gateway.era.ServerEras.Speaks;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TranslatingTest {
    private final TestBridge bridge = TestBridge.stateless();

    private static String result(int id, String result) {
        return "{\"jsonrpc\":\"2.0\",\"id\":%d,\"result\":%s}".formatted(id, result);
    }

    @Test
    void requestSaysAllThatTheEraWants() {
        bridge.request(1, "tools/call", "{\"name\":\"echo\", \"arguments\":{\"a\" :1}}");
        Mirror head = bridge.server.head();
        assertThat(head.revision()).isEqualTo("2026-07-28");
        assertThat(head.method()).isEqualTo("tools/call");
        assertThat(head.name()).isEqualTo("echo");
        Request sent = bridge.server.next();
        assertThat(sent.frame().text())
                .isEqualTo(
                        "{\"jsonrpc\":\"2.0\",\"id\":%s,\"method\":\"tools/call\",\"params\":{\"name\":\"echo\", \"arguments\":{\"a\" :1},\"_meta\":{%s}}}"
                                .formatted(sent.id(), TestBridge.META));
    }

    @Test
    void requestWithoutParamsGetsSome() {
        bridge.send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}");
        Request sent = bridge.server.next();
        assertThat(sent.frame().text())
                .endsWith(",\"params\":{\"_meta\":{" + TestBridge.META + "}}}");
    }

    @Test
    void clientCannotSayForItselfWhatOnlyItsSessionSays() {
        bridge.request(
                1,
                "tools/list",
                "{\"_meta\":{\"io.modelcontextprotocol/clientInfo\":{\"name\":\"liar\"},"
                        + "\"progressToken\":7,\"io.modelcontextprotocol/clientCapabilities\":"
                        + "{\"a\":{}},\"traceparent\":\"00-1\","
                        + "\"io.modelcontextprotocol/logLevel\":\"debug\"},\"requestState\":\"x\","
                        + "\"inputResponses\":{}}");
        assertThat(bridge.server.next().frame().text())
                .endsWith(
                        "\"params\":{\"_meta\":{\"progressToken\":7,\"traceparent\":\"00-1\","
                                + TestBridge.META
                                + "}}}");
    }

    @Test
    void answerLosesWhatTheClientDoesNotKnow() {
        bridge.request(1, "tools/list", "{}");
        bridge.server.answers(
                bridge.server.next(),
                "{\"resultType\":\"complete\", \"tools\" :"
                        + " [],\"ttlMs\":5,\"cacheScope\":\"public\"}");
        assertThat(bridge.client.next()).isEqualTo(result(1, "{\"tools\" : []}"));
    }

    @Test
    void resultThatDoesNotSayItsKindIsComplete() {
        bridge.request(1, "resources/read", "{\"uri\":\"test://a\"}");
        assertThat(bridge.server.head().name()).isEqualTo("test://a");
        bridge.server.answers(bridge.server.next(), "{\"contents\":[]}");
        assertThat(bridge.client.next()).isEqualTo(result(1, "{\"contents\":[]}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"task\"", "7", "null", "\"Complete\""})
    void resultOfAnotherKindIsAnError(String kind) {
        bridge.request(1, "tools/call", "{\"name\":\"echo\"}");
        bridge.server.answers(
                bridge.server.next(), "{\"resultType\":%s,\"taskId\":\"1\"}".formatted(kind));
        assertThat(bridge.client.next()).contains("\"id\":1,\"error\":{\"code\":-32603");
    }

    @Test
    void structuredContentThatIsNoObjectIsLeftOut() {
        bridge.request(1, "tools/call", "{\"name\":\"echo\"}");
        bridge.server.answers(
                bridge.server.next(), "{\"content\":[],\"structuredContent\":[1,{\"a\":2}]}");
        assertThat(bridge.client.next()).isEqualTo(result(1, "{\"content\":[]}"));
        bridge.request(2, "tools/call", "{\"name\":\"echo\"}");
        bridge.server.answers(
                bridge.server.next(), "{\"structuredContent\":{\"a\":2},\"content\":[]}");
        assertThat(bridge.client.next())
                .isEqualTo(result(2, "{\"structuredContent\":{\"a\":2},\"content\":[]}"));
    }

    @Test
    void schemaOfSuchContentIsLeftOutToo() {
        bridge.request(1, "tools/list", "{}");
        bridge.server.answers(
                bridge.server.next(),
                "{\"tools\":[{\"name\":\"a\",\"outputSchema\":{\"type\":\"array\"}},"
                        + "{\"outputSchema\":{\"type\":\"object\"},\"name\":\"b\"}]}");
        assertThat(bridge.client.next())
                .isEqualTo(
                        result(
                                1,
                                "{\"tools\":[{\"name\":\"a\"},{\"outputSchema\":"
                                        + "{\"type\":\"object\"},\"name\":\"b\"}]}"));
    }

    @Test
    void pingIsAnsweredHere() {
        bridge.send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}");
        assertThat(bridge.client.next()).isEqualTo(result(1, "{}"));
        assertThat(bridge.server.got).isEmpty();
    }

    @Test
    void logLevelGoesWithEachRequest() {
        bridge.request(1, "logging/setLevel", "{\"level\":\"warning\"}");
        assertThat(bridge.client.next()).isEqualTo(result(1, "{}"));
        bridge.request(2, "tools/list", "{}");
        assertThat(bridge.server.next().frame().text())
                .contains("\"io.modelcontextprotocol/logLevel\":\"warning\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"level\":\"loud\"}", "{\"level\":3}", "{}"})
    void unknownLogLevelIsRefused(String params) {
        bridge.request(1, "logging/setLevel", params);
        assertThat(bridge.client.next()).contains("\"id\":1,\"error\":{\"code\":-32602");
    }

    @ParameterizedTest
    @CsvSource({
        "server/discover,-32601",
        "subscriptions/listen,-32601",
        "tasks/list,-32601",
        "tasks/result,-32601",
        "roots/list,-32601",
        "initialize,-32600"
    })
    void methodsThatAreOfNeitherSideAreRefusedHere(String method, int code) {
        bridge.request(1, method, "{}");
        assertThat(bridge.client.next()).contains("\"id\":1,\"error\":{\"code\":" + code);
        assertThat(bridge.server.got).isEmpty();
    }

    @Test
    void notificationsOfTheClientGoNoFurther() {
        bridge.send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/roots/list_changed\"}");
        bridge.send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/anything\"}");
        assertThat(bridge.server.got).isEmpty();
    }

    @Test
    void errorsPassUnderTheIdOfTheClient() {
        bridge.request(1, "resources/read", "{\"uri\":\"test://none\"}");
        Request sent = bridge.server.next();
        bridge.server.says(
                "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32602,\"message\":\"none\",\"data\":[1]},\"id\":%s}"
                        .formatted(sent.id()),
                null);
        assertThat(bridge.client.next())
                .isEqualTo(
                        "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32602,\"message\":\"none\",\"data\":[1]},\"id\":1}");
    }

    @Test
    void whatIsSaidOnTheStreamOfARequestIsSaidWithinIt() {
        bridge.request(5, "tools/call", "{\"name\":\"a\",\"_meta\":{\"progressToken\":\"t\"}}");
        Request sent = bridge.server.next();
        bridge.server.notifies(
                "notifications/progress", "{\"progressToken\":\"t\",\"progress\":1}", sent.id());
        assertThat(bridge.client.next())
                .endsWith("{\"progressToken\":\"t\",\"progress\":1}} within 5");
    }

    @Test
    void cancellationGivesTheRequestUp() {
        bridge.request(5, "tools/call", "{\"name\":\"a\"}");
        Request sent = bridge.server.next();
        bridge.cancel(5);
        assertThat(bridge.server.givenUp).containsExactly(sent.id());
        assertThat(bridge.client.next()).startsWith("lost 5 BROKEN");
        bridge.server.answers(sent, "{}");
        assertThat(bridge.client.heard).isEmpty();
    }

    @Test
    void requestThatTookTooLongIsGivenUpWithoutAWord() {
        bridge.request(5, "tools/call", "{\"name\":\"a\"}");
        Request sent = bridge.server.next();
        bridge.link().giveUp(Id.of(5), sent.frame());
        assertThat(bridge.server.givenUp).containsExactly(sent.id());
        assertThat(bridge.client.heard).isEmpty();
    }

    @Test
    void cancellationOfWhatIsUnknownDoesNothing() {
        bridge.cancel(77);
        assertThat(bridge.server.givenUp).isEmpty();
        assertThat(bridge.client.heard).isEmpty();
    }

    @Test
    void lossIsTheLossOfTheClientsRequest() {
        bridge.request(5, "tools/list", "{}");
        bridge.server.loses(bridge.server.next(), Loss.NOT_SENT);
        assertThat(bridge.client.next()).isEqualTo("lost 5 NOT_SENT: lost");
    }

    @Test
    void clientThatChoosesAnIdOfOursMeetsNothingOfOurs() {
        bridge.send("{\"jsonrpc\":\"2.0\",\"id\":\"agentgate-1\",\"method\":\"tools/list\"}");
        Request one = bridge.server.next();
        bridge.send(
                "{\"jsonrpc\":\"2.0\",\"id\":%s,\"method\":\"tools/list\"}".formatted(one.id()));
        Request other = bridge.server.next();
        assertThat(one.id()).isNotEqualTo(other.id());
        bridge.server.answers(other, "{}");
        assertThat(bridge.client.answer().id()).isEqualTo(one.id());
    }

    @Test
    void requestOfTheServerGoesNoFurther() {
        bridge.server.says(
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"sampling/createMessage\"}", null);
        assertThat(bridge.client.heard).isEmpty();
    }

    @Test
    void answerNobodyAskedForGoesNoFurther() {
        bridge.server.says("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}", null);
        assertThat(bridge.client.heard).isEmpty();
    }

    @Test
    void answerThatCannotBeReadIsALoss() {
        bridge.request(5, "tools/list", "{}");
        Request sent = bridge.server.next();
        bridge.server.says(
                "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":{\"a\":1,\"a\":2}}".formatted(sent.id()),
                null);
        assertThat(bridge.client.next()).startsWith("lost 5 NO_ANSWER");
    }

    @Test
    void answerThatIsTooLargeIsALoss() {
        bridge.request(5, "tools/list", "{}");
        Request sent = bridge.server.next();
        String end = "...\"}]},\"id\": " + sent.id() + "}";
        bridge.server
                .opened
                .getLast()
                .oversized("{\"jsonrpc\":\"2.0\",".getBytes(UTF_8), end.getBytes(UTF_8));
        assertThat(bridge.client.next())
                .isEqualTo("lost 5 TURNED_AWAY: the server's answer is too large");
    }

    @Test
    void serverThatLeftTheEraIsForgotten() {
        bridge.request(5, "tools/list", "{}");
        bridge.server.fails(bridge.server.next(), -32022);
        assertThat(bridge.client.next()).contains("\"id\":5,\"error\":{\"code\":-32603");
        assertThat(bridge.eras.stateless()).isEqualTo(Speaks.UNKNOWN);
        assertThat(bridge.eras.handshake()).isEqualTo(Speaks.UNKNOWN);
    }

    @Test
    void serverThatDoesNotKnowAMethodOfTheProtocolIsForgotten() {
        bridge.request(5, "tools/list", "{}");
        bridge.server.fails(bridge.server.next(), -32601);
        assertThat(bridge.client.next()).contains("\"id\":5,\"error\":{\"code\":-32601");
        assertThat(bridge.eras.handshake()).isEqualTo(Speaks.UNKNOWN);
    }

    @Test
    void endOfTheServerIsTheEndOfTheSession() {
        bridge.server.opened.getLast().ended("exit code 1");
        assertThat(bridge.client.next()).isEqualTo("ended: exit code 1");
    }
}
