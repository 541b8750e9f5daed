package io.agentgate.gateway;

import static io.agentgate.gateway.TestGateway.call;
import static io.agentgate.gateway.TestGateway.error;
import static io.agentgate.gateway.TestGateway.notification;
import static io.agentgate.gateway.TestGateway.reply;
import static io.agentgate.gateway.TestGateway.request;
import static io.agentgate.gateway.TestGateway.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.audit.CallStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that send users to URLs. */
class UrlElicitationsTest extends GatewayTest {
    private static final String REASON =
            "The server asks to open a URL that is not one of http or https";

    private static String question(String url) {
        return "{\"mode\":\"url\",\"message\":\"m\",\"url\":" + url + ",\"elicitationId\":\"e\"}";
    }

    private static String create(String params) {
        return request("7", "elicitation/create").replace("}", ",\"params\":" + params + "}");
    }

    private static String inputs(String name, String method, String params) {
        return "{\"resultType\":\"input_required\",\"%s\":{\"form\":{\"method\":\"elicitation/create\",\"params\":{}},\"a\":{\"method\":\"%s\",\"params\":%s}}}"
                .formatted(name, method, params);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"javascript:alert(1)\"",
                "\"JavaScript:alert(1)\"",
                "\"java\\u0073cript:alert(1)\"",
                "\" https://a.example\"",
                "\"\\thttps://a.example\"",
                "\"https://a.example/\\nb\"",
                "\"data:text/html,x\"",
                "\"file:///etc/passwd\"",
                "\"ssh://a.example\"",
                "\"https:a.example\"",
                "\"https:///a.example\"",
                "\"//a.example\"",
                "\"\"",
                "7",
                "null"
            })
    void aUrlThatIsNotOfTheWebReachesNoClient(String url) {
        assertThat(reply(gateway.release(create(question(url)))))
                .isEqualTo(error("7", -32602, REASON, ""));
        gateway.forwarded(request("1", "tasks/get"));
        assertThat(
                        gateway.delivered(
                                result(
                                        "1",
                                        inputs(
                                                "inputRequests",
                                                "elicitation/create",
                                                question(url)))))
                .isEqualTo(
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32603,\"message\":\"%s\",\"data\":{\"reason\":\"%s\"}}}"
                                .formatted(REASON, REASON));

        assertThat(gateway.session.serverRequests().isEmpty()).isTrue();
        assertThat(gateway.notes()).hasSize(2).containsOnly("message_refused: " + REASON);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"https://a.example/connect?x=1#y\"",
                "\"HTTP://127.0.0.1:8080\"",
                "\"https:\\/\\/m\\u00fcnchen.example\""
            })
    void aUrlOfTheWebDoes(String url) {
        String question = create(question(url));
        String inputs = inputs("inputRequests", "elicitation/create", question(url));
        gateway.forwarded(request("1", "tasks/get"));

        assertThat(gateway.delivered(question)).isEqualTo(question);
        assertThat(gateway.delivered(result("1", inputs))).isEqualTo(result("1", inputs));
        assertThat(gateway.notes()).isEmpty();
    }

    @Test
    void noSpellingHidesIt() {
        for (String name : new String[] {"inputRequests", "input\\u0052equests"}) {
            for (String method : new String[] {"elicitation\\/create", "Elicitation/Create"}) {
                gateway.forwarded(request("1", "tasks/get"));

                String asks = inputs(name, method, question("\"javascript:x\""));

                assertThat(gateway.delivered(result("1", asks))).contains("-32603");
            }
        }
    }

    @Test
    void aFormIsNoUrlUnlessItHasOne() {
        String form = create("{\"message\":\"javascript:\",\"requestedSchema\":{}}");

        assertThat(gateway.delivered(form)).isEqualTo(form);
        assertThat(reply(gateway.release(create("{\"mode\":\"url\",\"message\":\"m\"}"))))
                .contains("-32602");
        assertThat(reply(gateway.release(create("{\"mode\":\"form\",\"url\":\"javascript:x\"}"))))
                .contains("-32602");
    }

    @Test
    void theCallIsRecordedWithTheReason() {
        gateway.forwarded(call("1", "pay", "{}"));
        gateway.delivered(
                result("1", inputs("inputRequests", "elicitation/create", question("\"data:x\""))));

        assertThat(gateway.outcomes())
                .singleElement()
                .satisfies(
                        settled -> {
                            assertThat(settled.end().status()).isEqualTo(CallStatus.ERROR);
                            assertThat(settled.reason()).isEqualTo(REASON);
                        });
    }

    @Test
    void theErrorThatWantsUrlsOpenedIsJudgedToo() {
        String wants =
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32042,\"message\":\"m\",\"data\":{\"elicitations\":[%s,%s]}}}";
        gateway.forwarded(call("1", "pay", "{}"));
        String good = wants.formatted(question("\"https://a\""), question("\"http://b\""));
        assertThat(gateway.delivered(good)).isEqualTo(good);

        gateway.forwarded(call("1", "pay", "{}"));
        String bad = wants.formatted(question("\"https://a\""), question("\"javascript:b\""));
        assertThat(gateway.delivered(bad)).contains("-32603", REASON).doesNotContain("javascript");
    }

    @Test
    void aTaskThatWaitsForItIsNotToldOf() {
        String waits = inputs("inputRequests", "elicitation/create", question("\"javascript:x\""));

        assertThat(gateway.release(notification("notifications/tasks", waits)))
                .isEqualTo(Ruling.DROP);
        assertThat(gateway.notes()).containsExactly("message_dropped: " + REASON);
    }
}
