package io.agentgate.transports;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.testkit.http.Answer;
import io.agentgate.testkit.http.WireClient;
import io.agentgate.transports.ScriptedLinks.Link;
import io.agentgate.transports.entrance.Authentication;
import io.agentgate.transports.route.ServerSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients of the stateless era and several servers of the handshake era behind one endpoint. */
@Timeout(60)
class FederatedBridgeIT {
    private final ScriptedLinks one = new ScriptedLinks("2025-11-25");
    private final ScriptedLinks two = new ScriptedLinks("2025-06-18");
    private final Stateless client = new Stateless("/mcp", "{\"elicitation\":{}}");
    private RealGateway gateway;
    private WireClient wire;

    @BeforeEach
    void start(@TempDir Path scratch) throws Exception {
        gateway =
                new RealGateway(
                        scratch,
                        new ListenerSettings(
                                "127.0.0.1", 0, ListenerSettings.THIS_MACHINE, Set.of()),
                        List.of(
                                new ServerSettings.OverLinks("one", one),
                                new ServerSettings.OverLinks("two", two)),
                        Authentication.NONE,
                        new SharedMemory().member("alone"),
                        2);
        wire = new WireClient(URI.create("http://127.0.0.1:" + gateway.port()));
        Answer discovered = wire.send(client.request("1", "server/discover", "")).answer();
        assertThat(discovered.body())
                .contains("\"supportedVersions\"", "\"name\":\"agentgate\"", "\"tools\"");
        assertThat(one.last().told()).contains("notifications/initialized");
        assertThat(two.last().told()).contains("notifications/initialized");
    }

    @AfterEach
    void stop() throws IOException {
        wire.close();
        gateway.close();
    }

    private static String result(String request, String result) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + Link.id(request) + ",\"result\":" + result + "}";
    }

    @Test
    void listsOfAllServersAreOne() throws Exception {
        wire.send(client.request("2", "tools/list", ""));
        one.last().say(result(one.last().told(), "{\"tools\":[{\"name\":\"read\"}]}"));
        two.last().say(result(two.last().told(), "{\"tools\":[{\"name\":\"log\"}]}"));

        assertThat(wire.answer().body())
                .contains("\"id\":2", "one__read", "two__log")
                .contains(
                        "\"resultType\":\"complete\"", "\"ttlMs\":0", "\"cacheScope\":\"private\"");
    }

    @Test
    void aHeadThatSaysSomethingElseOfAnArgumentIsRefused() throws Exception {
        wire.send(client.request("2", "tools/list", ""));
        one.last().say(result(one.last().told(), "{\"tools\":[]}"));
        two.last()
                .say(
                        result(
                                two.last().told(),
                                """
                                {"tools":[{"name":"log","inputSchema":{"type":"object",\
                                "properties":{"to":{"type":"string","x-mcp-header":"To"}}}}]}\
                                """));
        assertThat(wire.answer().body()).contains("two__log");

        String call =
                client.request(
                        "3", "tools/call", "\"name\":\"two__log\",\"arguments\":{\"to\":\"a\"}");
        Answer without = wire.send(call).answer();
        Answer other = wire.send(Stateless.with(call, "Mcp-Param-To: b")).answer();
        assertThat(without.status()).isEqualTo(400);
        assertThat(without.body()).contains("\"id\":3", "-32020", "mirrors an argument");
        assertThat(other.status()).isEqualTo(400);
        assertThat(other.body()).contains("\"id\":3", "-32020", "mirrors an argument");

        wire.send(Stateless.with(call, "Mcp-Param-To: a"));
        String told = two.last().told();
        assertThat(told).contains("\"to\":\"a\"");
        two.last().say(result(told, "{\"content\":[]}"));
        assertThat(wire.answer().body()).contains("\"id\":3", "\"resultType\":\"complete\"");
    }

    @Test
    void aCallGoesToItsServerAndIsGoneOnWithAfterAQuestion() throws Exception {
        wire.send(client.call("2", "two__log", ""));
        String call = two.last().told();
        two.last()
                .say(
                        """
                        {"jsonrpc":"2.0","id":5,"method":"elicitation/create",\
                        "params":{"message":"well?"}}\
                        """);
        String asked = wire.answer().body();
        String state = asked.replaceFirst("(?s)^.*\"requestState\":\"([^\"]*)\".*$", "$1");
        wire.send(
                client.call(
                        "3",
                        "two__log",
                        ",\"inputResponses\":{\"input-1\":{\"action\":\"accept\"}},"
                                + "\"requestState\":\""
                                + state
                                + "\""));
        String response = two.last().told();
        two.last().say(result(call, "{\"content\":[]}"));

        assertThat(call).contains("\"name\":\"log\"").doesNotContain("modelcontextprotocol");
        assertThat(asked).contains("\"id\":2", "\"resultType\":\"input_required\"", "two", "well?");
        assertThat(response).contains("\"id\":5", "{\"action\":\"accept\"}");
        assertThat(wire.answer().body()).contains("\"id\":3", "\"resultType\":\"complete\"");
    }
}
