package io.agentgate.gateway.lifting;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.protocol.Id;
import io.agentgate.protocol.Request;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestsLoweringTest {
    private static final String OWN =
            "\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                    + "\"io.modelcontextprotocol/clientCapabilities\":{\"roots\":{}}";

    private static String lower(String params) {
        return RequestsLowering.lower(Scans.request("tools/call", params), Id.of(4)).text();
    }

    private static byte[] digest(String params) {
        return RequestsLowering.digest(Scans.request("tools/call", params));
    }

    @Test
    void whatARequestSaysOfItselfIsTakenOut() {
        assertThat(lower("{\"name\":\"t\",\"arguments\":{ \"n\" : 1.50 },\"_meta\":{" + OWN + "}}"))
                .isEqualTo(
                        "{\"id\":4,\"jsonrpc\":\"2.0\",\"method\":\"tools/call\","
                                + "\"params\":{\"name\":\"t\",\"arguments\":{ \"n\" : 1.50 }}}");
    }

    @Test
    void othersMembersOfMetaStayAndTheProgressTokenIsTheSessions() {
        assertThat(
                        lower(
                                "{\"name\":\"t\",\"_meta\":{\"progressToken\":\"p\",\"com.x/y\":1,"
                                        + OWN
                                        + "}}"))
                .contains("\"_meta\":{\"progressToken\":4,\"com.x/y\":1}");
    }

    @Test
    void answersAndStateAreTakenOut() {
        assertThat(
                        lower(
                                "{\"name\":\"t\",\"inputResponses\":{\"k\":{}},"
                                        + "\"requestState\":\"s\",\"_meta\":{"
                                        + OWN
                                        + "}}"))
                .endsWith("\"params\":{\"name\":\"t\"}}");
    }

    @Test
    void aRetryHasTheSameDigestHoweverItIsSorted() {
        byte[] first = digest("{\"name\":\"t\",\"arguments\":{\"a\":1},\"_meta\":{" + OWN + "}}");

        assertThat(
                        digest(
                                "{\"requestState\":\"s\",\"arguments\":{\"a\":1},"
                                        + "\"inputResponses\":{},\"name\":\"t\"}"))
                .isEqualTo(first);
        assertThat(digest("{\"name\":\"t\",\"arguments\":{\"a\":2}}")).isNotEqualTo(first);
        assertThat(digest("{\"name\":\"u\",\"arguments\":{\"a\":1}}")).isNotEqualTo(first);
        assertThat(
                        RequestsLowering.digest(
                                Scans.request(
                                        "prompts/get", "{\"name\":\"t\",\"arguments\":{\"a\":1}}")))
                .isNotEqualTo(first);
    }

    @Test
    void readsWhatOnlyThisEraSays() {
        Request request =
                Scans.request(
                        "tools/call",
                        "{\"name\":\"t\",\"inputResponses\":{\"a\":{\"b\":1},\"odd\":3},"
                                + "\"requestState\":\"s\",\"_meta\":{"
                                + "\"io.modelcontextprotocol/logLevel\":\"info\"}}");
        Map<String, byte[]> responses = RequestsLowering.inputResponses(request);

        assertThat(RequestsLowering.logLevel(request)).isEqualTo("info");
        assertThat(RequestsLowering.requestState(request)).isEqualTo("s");
        assertThat(responses).containsOnlyKeys("a");
        assertThat(new String(responses.get("a"), UTF_8)).isEqualTo("{\"b\":1}");
    }
}
