package io.agentgate.gateway;

import static io.agentgate.gateway.TestGateway.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.call.ClientInfo;
import io.agentgate.gateway.call.Introduced;
import org.junit.jupiter.api.Test;

/** What a session shows of how it was begun. */
class IntroducedTest extends GatewayTest {
    private static String initialize(String params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":" + params + "}";
    }

    private Introduced introduced() {
        return gateway.session.introduced();
    }

    @Test
    void clientSaysWhoItIsAndTheServerWhatIsSpoken() {
        assertThat(introduced().client()).isNull();
        assertThat(introduced().protocol()).isNull();

        gateway.forwarded(
                initialize(
                        "{\"protocolVersion\":\"2099-01-01\",\"capabilities\":{},"
                                + "\"clientInfo\":{\"name\":\"Ed\",\"version\":\"1.2\"}}"));
        assertThat(introduced().client()).isEqualTo(new ClientInfo("Ed", "1.2"));
        gateway.delivered(
                result(
                        "1",
                        "{\"protocolVersion\":\"2025-06-18\",\"capabilities\":{},"
                                + "\"serverInfo\":{\"name\":\"s\",\"version\":\"1\"}}"));

        assertThat(introduced().protocol()).isEqualTo("2025-06-18");
    }

    @Test
    void requestOfTheStatelessEraSaysBoth() {
        gateway.forwarded(
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{\"_meta\":{"
                        + "\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                        + "\"io.modelcontextprotocol/clientInfo\":{\"name\":\"Ed\"},"
                        + "\"io.modelcontextprotocol/clientCapabilities\":{}}}}");

        assertThat(introduced().client()).isEqualTo(new ClientInfo("Ed", null));
        assertThat(introduced().protocol()).isEqualTo("2026-07-28");
    }

    @Test
    void whatIsLongIsCutAndWhatIsNoNameIsNone() {
        gateway.forwarded(initialize("{\"clientInfo\":{\"name\":\"" + "x".repeat(500) + "\"}}"));
        assertThat(introduced().client()).isEqualTo(new ClientInfo("x".repeat(128), null));
        gateway.delivered(result("1", "{}"));

        gateway.forwarded(initialize("{\"clientInfo\":{\"name\":5},\"protocolVersion\":7}"));
        assertThat(introduced().client()).isNull();
        assertThat(introduced().protocol()).isNull();
    }

    @Test
    void everyMessageOfTheClientIsAUse() {
        assertThat(gateway.session.lastUse()).isZero();
        gateway.admit("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");

        assertThat(gateway.session.lastUse()).isNotZero();
    }
}
