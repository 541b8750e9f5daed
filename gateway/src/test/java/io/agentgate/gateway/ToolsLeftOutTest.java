package io.agentgate.gateway;

import static io.agentgate.gateway.TestGateway.request;
import static io.agentgate.gateway.TestGateway.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.call.Session;
import io.agentgate.gateway.call.SessionIdentity;
import io.agentgate.gateway.call.Timeouts;
import io.agentgate.gateway.era.Manner;
import io.agentgate.gateway.era.Mirror;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists with tools whose {@code x-mcp-header} is not valid. */
class ToolsLeftOutTest extends GatewayTest {
    private static final String STRING = "{\"type\":\"string\",\"x-mcp-header\":\"A\"}";
    private static final String GOOD = tool("good", "{\"properties\":{\"a\":" + STRING + "}}");

    @BeforeEach
    void overHttp() {
        in(Manner.HANDSHAKE);
    }

    private void in(Manner manner) {
        gateway.session =
                new Session(
                        new SessionIdentity("s1", "agent", "caller", "files"),
                        manner,
                        false,
                        Timeouts.USUAL,
                        0);
    }

    private static String tool(String name, String schema) {
        return "{ \"name\":\"" + name + "\", \"inputSchema\":" + schema + "}";
    }

    private String listed(String... tools) {
        gateway.forwarded(request("1", "tools/list"));
        return gateway.delivered(list(tools));
    }

    private static String list(String... tools) {
        return result(
                "1",
                "{\"nextCursor\":\"c\", \"tools\":[" + String.join(",", tools) + "], \"x\":1}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"properties\":{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"\"}}}",
                "{\"properties\":{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"A b\"}}}",
                "{\"properties\":{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"A:\"}}}",
                "{\"properties\":{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"A\\r"
                        + "\\n"
                        + "X-Admin\"}}}",
                "{\"properties\":{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"\\u00e4\"}}}",
                "{\"properties\":{\"a\":{\"type\":\"string\",\"x-mcp-header\":7}}}",
                "{\"properties\":{\"a\":{\"type\":\"string\",\"x-mcp-header\":null}}}",
                "{\"properties\":{\"a\":{\"type\":\"string\",\"x\\u002dmcp-header\":\" \"}}}",
                "{\"properties\":{\"a\":{\"x-mcp-header\":\"A\"}}}",
                "{\"properties\":{\"a\":{\"type\":\"number\",\"x-mcp-header\":\"A\"}}}",
                "{\"properties\":{\"a\":{\"type\":[\"string\"],\"x-mcp-header\":\"A\"}}}",
                "{\"properties\":{\"a\":{\"x-mcp-header\":\"A\",\"type\":\"object\",\"properties\":{}}}}",
                "{\"type\":\"string\",\"x-mcp-header\":\"A\"}",
                "{\"properties\":{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"A\"},"
                    + "\"b\":{\"properties\":{\"c\":{\"type\":\"string\",\"x-mcp-header\":\"a\"}}}}}",
                "{\"properties\":{\"a\":{\"items\":{\"type\":\"string\",\"x-mcp-header\":\"A\"}}}}",
                "{\"properties\":{\"a\":{\"anyOf\":[1,{\"properties\":{\"b\":"
                        + "{\"type\":\"string\",\"x-mcp-header\":\"A\"}}}]}}}",
                "{\"$defs\":{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"A\"}}}",
                "{\"if\":{\"properties\":{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"A\"}}}}"
            })
    void aToolWhoseAnnotationIsNotValidIsLeftOut(String schema) {
        assertThat(listed(tool("bad", schema), GOOD, tool("worse", schema))).isEqualTo(list(GOOD));
        assertThat(gateway.notes())
                .singleElement()
                .asString()
                .startsWith("tools_dropped: tool bad of server files and 1 more: x-mcp-header ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"properties\":{\"a\":{\"type\":\"object\",\"properties\":{\"b\":"
                        + "{\"type\":\"integer\",\"x-mcp-header\":\"X-!#$%&'*+.^_`|~\"}}},"
                        + "\"c\":{\"x-mcp-header\":\"C\",\"type\":\"boolean\"}}}",
                "{\"properties\":{\"x-mcp-header\":{\"type\":\"number\"}}}",
                "{\"properties\":{\"a\":{\"const\":{\"x-mcp-header\":\"\"},\"enum\":[{\"x-mcp-header\":7}],\"default\":{\"x-mcp-header\":\"A"
                    + " b\"},\"description\":\"x-mcp-header\"}}}",
                "{}",
                "{\"properties\":7,\"items\":[7],\"$defs\":[]}",
                "true"
            })
    void othersStay(String schema) {
        assertThat(listed(tool("other", schema), "7", GOOD, "{\"x-mcp-header\":\"\"}"))
                .isEqualTo(list(tool("other", schema), "7", GOOD, "{\"x-mcp-header\":\"\"}"));
        assertThat(gateway.notes()).isEmpty();
    }

    @Test
    void nothingMayBeLeft() {
        assertThat(listed(tool("bad", STRING))).isEqualTo(list());
    }

    @Test
    void soItIsForClientsOfTheStatelessEra() {
        in(new Manner.Alone(new Mirror("2026-07-28", "tools/list", null, List.of())));
        gateway.forwarded(
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{\"_meta\":{"
                        + "\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                        + "\"io.modelcontextprotocol/clientCapabilities\":{}}}}");

        assertThat(gateway.delivered(list(tool("bad", STRING), GOOD))).isEqualTo(list(GOOD));
    }

    @Test
    void whatIsNotSaidOverHttpHasNoHeaders() {
        in(Manner.PIPE);

        assertThat(listed(tool("bad", STRING))).isEqualTo(list(tool("bad", STRING)));
    }

    @Test
    void otherAnswersAreNoLists() {
        gateway.forwarded(request("1", "resources/list"));

        assertThat(gateway.delivered(list(tool("bad", STRING))))
                .isEqualTo(list(tool("bad", STRING)));
    }

    @Test
    void aNameThatCouldBeAnythingIsNotNoted() {
        listed(tool("a b", STRING));
        listed("{\"inputSchema\":" + STRING + "}");
        gateway.policy(
                "[[rules]]\nid = 'r'\ntool = '*'\naction = 'redact'\npattern = 'sk-[a-z]+'\n");
        listed(tool("sk-secret", STRING));

        assertThat(gateway.notes())
                .hasSize(3)
                .containsOnly(
                        "tools_dropped: a tool of server files: x-mcp-header stands where no"
                                + " property leads to");
    }
}
