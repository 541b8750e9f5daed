package io.agentgate.gateway.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.era.Mirror;
import io.agentgate.protocol.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentHeadersTest {
    private static final String SCHEMA =
            """
            {"type":"object","properties":{
              "region":{"type":"string","x-mcp-header":"Region"},
              "count":{"type":"integer","x-mcp-header":"Count"},
              "dry":{"type":"boolean","x-mcp-header":"Dry"},
              "place":{"type":"object","properties":{"city":{"type":"string","x-mcp-header":"City"}}},
              "list":{"type":"array","items":{"type":"string","x-mcp-header":"Item"}},
              "rate":{"type":"number","x-mcp-header":"Rate"}}}\
            """;

    private final TestBridge bridge = TestBridge.stateless();

    private static String tools(String schema, String more) {
        return "{\"tools\":[{\"name\":\"t\",\"inputSchema\":%s}]%s}".formatted(schema, more);
    }

    private void listed(String schema) {
        bridge.request(1, "tools/list", "{}");
        bridge.server.answers(bridge.server.next(), tools(schema, ""));
        bridge.client.heard.clear();
    }

    private Mirror called(String arguments) {
        bridge.request(2, "tools/call", "{\"name\":\"t\",\"arguments\":%s}".formatted(arguments));
        return bridge.server.head();
    }

    @Test
    void annotatedArgumentsAreMirrored() {
        listed(SCHEMA);
        Mirror head =
                called(
                        """
                        {"region":"K\\u00f6ln","count":42,"dry":false,"place":{"city":"a b"},\
                        "list":["x"],"rate":1.5}\
                        """);
        assertThat(head.params())
                .containsExactly(
                        new Mirror.Param("mcp-param-region", "=?base64?S8O2bG4=?="),
                        new Mirror.Param("mcp-param-count", "42"),
                        new Mirror.Param("mcp-param-dry", "false"),
                        new Mirror.Param("mcp-param-city", "a b"));
    }

    @Test
    void whatIsNullOrAbsentIsNot() {
        listed(SCHEMA);
        assertThat(called("{\"region\":null,\"place\":{}}").params()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"properties\":{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"\"}}}",
                "{\"properties\":{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"A b\"}}}",
                "{\"properties\":{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"A\\r\\nX: y\"}}}",
                "{\"properties\":{\"a\":{\"type\":\"string\",\"x-mcp-header\":7}}}",
                "{\"properties\":{\"a\":{\"x-mcp-header\":\"A\"}}}",
                "{\"properties\":{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"A\"},"
                        + "\"b\":{\"type\":\"string\",\"x-mcp-header\":\"a\"}}}"
            })
    void annotationsThatAreNotValidAreNot(String schema) {
        listed(schema);
        assertThat(called("{\"a\":\"1\",\"b\":\"2\"}").params()).isEmpty();
    }

    @Test
    void toolsAreListedOnceForACallWhoseHeadersAreMissing() {
        assertThat(called("{\"region\":\"eu\"}").params()).isEmpty();
        bridge.server.fails(bridge.server.next(), -32020);
        Request list = bridge.server.next();
        assertThat(list.method()).isEqualTo("tools/list");
        bridge.server.answers(list, tools("{}", ",\"nextCursor\":\"p\\u00e4\""));
        Request more = bridge.server.next();
        assertThat(more.frame().text()).contains("\"cursor\":\"p\\u00e4\"");
        bridge.server.answers(more, tools(SCHEMA, ""));
        assertThat(bridge.server.head().params())
                .containsExactly(new Mirror.Param("mcp-param-region", "eu"));
        Request again = bridge.server.next();
        bridge.server.answers(again, "{\"content\":[]}");
        assertThat(bridge.client.next())
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{\"content\":[]}}");
    }

    @Test
    void callThatIsRefusedAgainIsNotSentForEver() {
        called("{\"region\":\"eu\"}");
        bridge.server.fails(bridge.server.next(), -32020);
        bridge.server.answers(bridge.server.next(), tools(SCHEMA, ""));
        bridge.server.fails(bridge.server.next(), -32020);
        assertThat(bridge.client.next()).contains("\"id\":2,\"error\":{\"code\":-32020");
        assertThat(bridge.server.got).isEmpty();
    }

    @Test
    void listThatFailsLeavesTheRefusal() {
        called("{\"region\":\"eu\"}");
        bridge.server.fails(bridge.server.next(), -32020);
        bridge.server.fails(bridge.server.next(), -32603);
        assertThat(bridge.client.next()).contains("\"id\":2,\"error\":{\"code\":-32020");
    }

    @Test
    void pagesOfToolsAreNotReadForEver() {
        called("{\"region\":\"eu\"}");
        bridge.server.fails(bridge.server.next(), -32020);
        for (int page = 0; page < Errands.MAX_PAGES; page++) {
            bridge.server.answers(bridge.server.next(), tools("{}", ",\"nextCursor\":\"more\""));
        }
        assertThat(bridge.server.next().method()).isEqualTo("tools/call");
        assertThat(bridge.server.got).isEmpty();
    }

    @Test
    void callThatIsCancelledMeanwhileIsNotSentAgain() {
        called("{\"region\":\"eu\"}");
        bridge.server.fails(bridge.server.next(), -32020);
        Request list = bridge.server.next();
        bridge.cancel(2);
        assertThat(bridge.server.givenUp).containsExactly(list.id());
        bridge.server.answers(list, tools(SCHEMA, ""));
        assertThat(bridge.server.got).isEmpty();
    }
}
