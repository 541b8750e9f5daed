package io.agentgate.gateway;

import static io.agentgate.gateway.TestGateway.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.call.Session;
import io.agentgate.gateway.call.SessionIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls of the stateless era whose server asks for input. */
class RoundsTest {
    private static final String META =
            "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                    + "\"io.modelcontextprotocol/clientCapabilities\":{\"elicitation\":{}}}";
    private static final String RESPONSES = "\"inputResponses\":{\"a\":{\"action\":\"accept\"}}";
    private static final Pattern STATE = Pattern.compile("\"requestState\":\"([^\"]*)\"");

    private static final String ONCE =
            """
            [[rules]]
            id = "few"
            tool = "pay"
            action = "rate_limit"
            max_calls = 1
            window_seconds = 60
            """;

    private TestGateway gateway;

    @BeforeEach
    void open(@TempDir Path root) throws IOException {
        gateway = new TestGateway(root);
    }

    @AfterEach
    void close() throws IOException {
        gateway.close();
    }

    private static String call(String id, String arguments, String more) {
        return "{\"jsonrpc\":\"2.0\",\"id\":%s,\"method\":\"tools/call\",\"params\":{\"name\":\"pay\",\"arguments\":%s,%s%s}}"
                .formatted(id, arguments, more, META);
    }

    private static String asks(String id, String state) {
        return TestGateway.result(
                id,
                "{\"resultType\":\"input_required\",\"inputRequests\":{\"a\":{\"method\":"
                        + "\"elicitation/create\",\"params\":{}}}"
                        + state
                        + "}");
    }

    /** Calls, is asked for input, and tells the state that the client carries. */
    private String begun(String state) {
        gateway.forwarded(call("1", "{\"sum\":5}", ""));
        Matcher given = STATE.matcher(gateway.delivered(asks("1", state)));
        assertThat(given.find()).isTrue();
        return given.group(1);
    }

    private static String retry(String id, String arguments, String state) {
        return call(id, arguments, RESPONSES + ",\"requestState\":\"" + state + "\",");
    }

    @Test
    void theServersStateIsSeenByNobodyAndComesBackAsItWas() {
        String ours = begun(",\"requestState\":\"se\\u0063ret\"");

        assertThat(ours).doesNotContain("secret", "u0063", "c2Vjc");
        assertThat(gateway.forwarded(retry("2", "{\"sum\":5}", ours)))
                .isEqualTo(
                        call(
                                "2",
                                "{\"sum\":5}",
                                RESPONSES + ",\"requestState\":\"se\\u0063ret\","));
    }

    @Test
    void anAnswerThatSpellsItOtherwiseAsksAsWell() {
        gateway.forwarded(call("1", "{\"sum\":5}", ""));
        String asks = asks("1", ",\"requestState\":\"secret\"").replace("_r", "\\u005fr");

        assertThat(gateway.delivered(asks)).contains("requestState").doesNotContain("secret");
    }

    @Test
    void aServerThatGaveNoStateSeesNone() {
        String ours = begun("");

        assertThat(gateway.forwarded(retry("2", "{\"sum\":5}", ours)))
                .isEqualTo(call("2", "{\"sum\":5}", RESPONSES + ","));
    }

    @Test
    void aRetryIsNoCallOfItsOwnToALimit() {
        gateway.policy(ONCE);
        String ours = begun(",\"requestState\":\"x\"");

        gateway.forwarded(retry("2", "{\"sum\":5}", ours));

        gateway.delivered(TestGateway.result("2", text("paid")));
        // A state is good for one call only.
        assertThat(gateway.refused(retry("3", "{\"sum\":5}", ours))).contains("429");
    }

    @Test
    void otherArgumentsAreAnotherCall() {
        gateway.policy(ONCE);
        String ours = begun(",\"requestState\":\"x\"");

        assertThat(gateway.refused(retry("2", "{\"sum\":5000}", ours))).contains("429");
    }

    @Test
    void rulesHoldForRetriesAsForAnyCall() {
        String ours = begun(",\"requestState\":\"x\"");
        gateway.policy("[[rules]]\nid = 'none'\ntool = 'pay'\naction = 'deny'\n");

        assertThat(gateway.refused(retry("2", "{\"sum\":5}", ours))).contains("-32603");
    }

    @Test
    void roundsAreLinkedInTheRecords() {
        String ours = begun(",\"requestState\":\"x\"");
        gateway.forwarded(retry("2", "{\"sum\":5}", ours));

        String first = gateway.decisions().getFirst().decisionId();
        assertThat(gateway.outcomes().getFirst().reason()).isEqualTo("asked for input");
        assertThat(gateway.decisions().getLast().basis().reason()).isEqualTo("retry of " + first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void aStateNobodyGaveIsRefused(String state) {
        begun(",\"requestState\":\"x\"");

        assertThat(gateway.refused(retry("2", "{\"sum\":5}", state)))
                .contains("-32602", "requestState");
        assertThat(gateway.decisions()).hasSize(2);
        assertThat(gateway.decisions().getLast().origin().tool()).isEqualTo("pay");
    }

    @Test
    void aStateThatWasTamperedWithIsRefused() {
        String ours = begun(",\"requestState\":\"x\"");
        char last = ours.charAt(20);
        String tampered = ours.substring(0, 20) + (last == 'A' ? 'B' : 'A') + ours.substring(21);

        assertThat(gateway.refused(retry("2", "{\"sum\":5}", tampered))).contains("-32602");
    }

    @Test
    void aStateIsNobodyElses() {
        String ours = begun(",\"requestState\":\"x\"");
        gateway.session = new Session(new SessionIdentity("s2", "other", "other", "files"));
        assertThat(gateway.refused(retry("2", "{\"sum\":5}", ours))).contains("-32602");

        gateway.session = new Session(new SessionIdentity("s3", "agent", "caller", "mail"));
        assertThat(gateway.refused(retry("2", "{\"sum\":5}", ours))).contains("-32602");
    }

    @Test
    void aStateThatIsNoTextIsNotPassedOn() {
        gateway.forwarded(call("1", "{\"sum\":5}", ""));

        assertThat(gateway.delivered(asks("1", ",\"requestState\":{\"a\":1}")))
                .contains("requestState cannot be passed on");
    }

    @Test
    void anAnswerThatOnlySpeaksOfItIsLeftAsItIs() {
        gateway.forwarded(call("1", "{\"sum\":5}", ""));
        String speaks =
                TestGateway.result(
                        "1", "{\"resultType\":\"complete\",\"content\":[\"input_required\"]}");

        assertThat(gateway.delivered(speaks)).isEqualTo(speaks);
    }

    @Test
    void aSessionOfTheHandshakeEraKnowsNoRounds() {
        gateway.forwarded(TestGateway.call("1", "pay", "{}"));
        String asks = asks("1", ",\"requestState\":\"x\"");

        assertThat(gateway.delivered(asks)).isEqualTo(asks);
    }
}
