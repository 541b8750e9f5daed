package io.agentgate.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.catalogue.KnownTool;
import io.agentgate.gateway.catalogue.ListedTool;
import io.agentgate.policy.ToolHints;
import io.agentgate.protocol.Frame;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RunningServerTest {
    private static final RunningServer.Health UNUSED =
            new RunningServer.Health("not used yet", null, null);
    private static final RunningServer.Health READY =
            new RunningServer.Health("ready", "2025-11-25", null);
    private static final RunningServer.Health FAILING =
            new RunningServer.Health("failing", "2025-11-25", "it is away");

    private static RunningServer server(
            String address, RunningServer.Health health, List<Long> pids, KnownTool... tools) {
        return new RunningServer(
                "db",
                new RunningServer.Target("http", address),
                health,
                pids,
                List.of(tools),
                tools.length);
    }

    private static KnownTool tool(String name, @Nullable String definition) {
        return new KnownTool(
                new ListedTool(
                        name,
                        definition == null
                                ? null
                                : new ListedTool.Definition(
                                        Frame.of(definition.getBytes(StandardCharsets.UTF_8)))),
                null,
                null);
    }

    @Test
    void serverIsShownOnceWithTheLaterWordOnItsTools() {
        KnownTool old = tool("old", null);
        KnownTool now = tool("now", null);

        assertThat(
                        RunningServer.eachOnce(
                                List.of(
                                        server("a", READY, List.of(7L), old),
                                        server("b", READY, List.of()),
                                        server("a", READY, List.of(9L), now),
                                        server("a", READY, List.of(8L)))))
                .containsExactly(
                        server("a", READY, List.of(7L, 9L, 8L), now),
                        server("b", READY, List.of()));
    }

    @Test
    void troubleAtAnyGatewayIsShownAndOneThatNobodyUsesHidesNothing() {
        assertThat(healthOf(FAILING, READY)).isEqualTo(FAILING);
        assertThat(healthOf(READY, FAILING)).isEqualTo(FAILING);
        assertThat(healthOf(READY, UNUSED)).isEqualTo(READY);
        assertThat(healthOf(UNUSED, READY)).isEqualTo(READY);
        assertThat(healthOf(UNUSED, UNUSED)).isEqualTo(UNUSED);
    }

    private static RunningServer.Health healthOf(
            RunningServer.Health one, RunningServer.Health later) {
        return RunningServer.eachOnce(
                        List.of(server("a", one, List.of()), server("a", later, List.of())))
                .getFirst()
                .health();
    }

    @Test
    void hintsAreThoseOfTheToolAsItWasListed() {
        List<RunningServer> servers =
                List.of(
                        server(
                                "a",
                                READY,
                                List.of(),
                                tool("read", "{\"annotations\":{\"readOnlyHint\":true}}"),
                                tool("write", "{}"),
                                tool("huge", null)));

        ToolHints read = RunningServer.hints(servers, "db", "read");
        assertThat(read).extracting(ToolHints::readOnly).isEqualTo(true);
        assertThat(RunningServer.hints(servers, "db", "write")).isEqualTo(ToolHints.DEFAULT);
        assertThat(RunningServer.hints(servers, "db", "huge")).isNull();
        assertThat(RunningServer.hints(servers, "db", "erase")).isNull();
        assertThat(RunningServer.hints(servers, "other", "read")).isNull();
    }
}
