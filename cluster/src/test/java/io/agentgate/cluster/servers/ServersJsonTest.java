package io.agentgate.cluster.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.agentgate.gateway.catalogue.KnownTool;
import io.agentgate.gateway.catalogue.ListedTool;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServersJsonTest {
    private static KnownTool tool(String name, @Nullable String definition) {
        ListedTool listed =
                new ListedTool(
                        name,
                        definition == null
                                ? null
                                : new ListedTool.Definition(
                                        Frame.of(definition.getBytes(StandardCharsets.UTF_8))));
        return new KnownTool(listed, null, null);
    }

    private static KnownTool tool(String name, int bytes) {
        return tool(name, "{\"description\":\"" + "x".repeat(bytes - 18) + "\"}");
    }

    private static ToldServer server(String name, List<KnownTool> tools) {
        return new ToldServer(
                name,
                new ToldServer.Target("http", "http://db.example/mcp"),
                "ready",
                "2025-11-25",
                null,
                tools,
                2);
    }

    private static List<ToldServer> readBack(byte[] written) {
        return ServersJson.read(Value.of(Frame.of(written)));
    }

    private static List<String> defined(ToldServer server) {
        return server.tools().stream()
                .filter(tool -> tool.listed().definition() != null)
                .map(tool -> tool.listed().name())
                .toList();
    }

    @Test
    void whatIsReadIsWhatWasWritten() {
        List<ToldServer> servers =
                List.of(
                        new ToldServer(
                                "db",
                                new ToldServer.Target("http", "https://db.example/mcp"),
                                "failing",
                                null,
                                "the server closed the connection \"early\"",
                                List.of(
                                        new KnownTool(
                                                tool("räd\n", "{\"n\" : 1e400, \"n\":[ ]}")
                                                        .listed(),
                                                "read",
                                                "half_open"),
                                        tool("huge", null)),
                                7),
                        server("idle", List.of()));

        assertThat(readBack(ServersJson.write(servers))).isEqualTo(servers);
    }

    @Test
    void longestDefinitionsAreLeftOutFirst() {
        ToldServer one =
                server(
                        "one",
                        List.of(tool("a", 300), tool("b", 60), tool("c", 200), tool("d", 80)));
        ToldServer other = server("other", List.of(tool("e", 70)));
        int whole = ServersJson.write(List.of(one, other)).length;

        byte[] first = ServersJson.write(List.of(one, other), whole - 1);
        assertThat(first).hasSizeLessThan(whole);
        assertThat(readBack(first))
                .extracting(ServersJsonTest::defined)
                .containsExactly(List.of("b", "c", "d"), List.of("e"));
        byte[] most = ServersJson.write(List.of(one, other), whole - 400);
        assertThat(most).hasSizeLessThanOrEqualTo(whole - 400);
        assertThat(readBack(most))
                .extracting(ServersJsonTest::defined)
                .containsExactly(List.of("b", "d"), List.of("e"));
        assertThat(readBack(most).getFirst().tools()).hasSize(4);
        assertThat(readBack(most).getFirst().leftOut()).isEqualTo(2);
        assertThat(ServersJson.write(List.of(one, other), whole)).hasSize(whole);
    }

    @Test
    void toolsWhoseNamesHaveNoRoomAreCounted() {
        List<KnownTool> many = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            many.add(tool("tool-" + i, 100));
        }
        byte[] written =
                ServersJson.write(List.of(server("few", many.subList(0, 3)), server("many", many)));

        assertThat(written).hasSizeLessThanOrEqualTo(ServersJson.MAX_BYTES);
        List<ToldServer> read = readBack(written);
        assertThat(defined(read.getFirst())).hasSize(3);
        assertThat(read.getLast().tools()).isNotEmpty();
        assertThat(read.getLast().leftOut() + read.getLast().tools().size()).isEqualTo(20_002);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[1]",
                "[{\"name\":\"db\"}]",
                "[{\"name\":1,\"transport\":\"http\",\"target\":\"\",\"state\":\"\",\"tools\":[],\"leftOut\":0}]",
                "[{\"name\":\"\",\"transport\":\"http\",\"target\":\"\",\"state\":\"\",\"tools\":[],\"leftOut\":\"x\"}]"
            })
    void somethingElseIsRefused(String other) {
        byte[] bytes = other.getBytes(StandardCharsets.UTF_8);

        assertThatIllegalArgumentException().isThrownBy(() -> readBack(bytes));
    }
}
