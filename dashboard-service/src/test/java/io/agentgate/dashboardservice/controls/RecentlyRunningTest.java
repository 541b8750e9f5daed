package io.agentgate.dashboardservice.controls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentgate.dashboard.RefusedException;
import io.agentgate.dashboard.RunningServer;
import io.agentgate.dashboardservice.Services;
import io.agentgate.gateway.catalogue.ListedTool;
import io.agentgate.policy.ToolHints;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("NullAway.Init") // JUnit calls open() before every test.
class RecentlyRunningTest {
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final String SERVERS = "GET /api/proxies/servers";
    private static final String READ =
            "{'name':'read','definition':{'name':'read','description':'Reads.',"
                    + "'annotations':{'readOnlyHint':true}},'operation':'read','circuit':null}";
    private static final String HUGE = "{'name':'huge','operation':null,'circuit':'open'}";

    private Services services;

    @BeforeEach
    void open() throws IOException {
        services =
                new Services()
                        .answer(SERVERS, 200, "[]")
                        .answer("GET /api/figures/by/tool", 200, "{'figures':[]}");
    }

    @AfterEach
    void close() throws IOException {
        services.close();
    }

    private RecentlyRunning running() {
        return new RecentlyRunning(services.peer(), services.peer(), () -> NOON);
    }

    private List<RunningServer> servers() throws Exception {
        return Services.asAnn(running()::servers);
    }

    private static String told(String replica, String health, String tools) {
        return """
        {'replica':'%s','told':'2026-11-20T11:59:00Z','servers':[{'name':'db','transport':'http',
        'target':'http://db.example/mcp',%s,'tools':[%s],'leftOut':2}]}
        """
                .formatted(replica, health, tools);
    }

    private static String ready(String replica, String tools) {
        return told(replica, "'state':'ready','protocol':'2025-11-25','trouble':null", tools);
    }

    @Test
    void serverOfSeveralProxiesIsShownOnceWithItsTools() throws Exception {
        String unused = told("p-1", "'state':'not used yet','protocol':null,'trouble':null", "");
        services.answer(SERVERS, 200, "[" + ready("p-0", READ + "," + HUGE) + "," + unused + "]");

        RunningServer server = servers().getFirst();

        assertThat(servers()).hasSize(1);
        assertThat(server.name()).isEqualTo("db");
        assertThat(server.target())
                .isEqualTo(new RunningServer.Target("http", "http://db.example/mcp"));
        assertThat(server.health())
                .isEqualTo(new RunningServer.Health("ready", "2025-11-25", null));
        assertThat(server.pids()).isEmpty();
        assertThat(server.leftOut()).isEqualTo(2);
        assertThat(server.tools())
                .extracting(tool -> tool.listed().name())
                .containsExactly("read", "huge");
        assertThat(server.tools().getFirst().operation()).isEqualTo("read");
        assertThat(server.tools().getFirst().listed().definition())
                .extracting(ListedTool.Definition::hints)
                .extracting(ToolHints::readOnly)
                .isEqualTo(true);
        assertThat(server.tools().getLast().circuit()).isEqualTo("open");
        assertThat(server.tools().getLast().listed().definition()).isNull();
    }

    @Test
    void serverThatNoProxyTellsOfIsShownWithWhatWasCalledToday() throws Exception {
        services.answer(SERVERS, 200, "[" + ready("p-0", READ) + "]")
                .answer(
                        "GET /api/figures/by/tool?since=2026-11-19T12%3A00%3A00Z",
                        200,
                        "{'figures':[{'server':'db','name':'drop'},{'server':'old','name':'look'}]}");

        assertThat(servers()).extracting(RunningServer::name).containsExactly("db", "old");
        assertThat(servers().getFirst().tools()).hasSize(1);
        assertThat(servers().getLast().health().state()).isEqualTo("called today");
    }

    @Test
    void hintsAreThoseThatTheServerListed() throws Exception {
        services.answer(SERVERS, 200, "[" + ready("p-0", READ + "," + HUGE) + "]");
        RecentlyRunning running = running();

        ToolHints read = Services.asAnn(() -> running.hints("db", "read"));

        assertThat(read).extracting(ToolHints::readOnly).isEqualTo(true);
        assertThat(hasHints(running, "huge")).isFalse();
        assertThat(hasHints(running, "other")).isFalse();
    }

    private static boolean hasHints(RecentlyRunning running, String tool) throws Exception {
        return Services.asAnn(() -> running.hints("db", tool) != null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "7", "[{}]", "[{'servers':[{}]}]", "[{'servers':7}]"})
    void answerThatIsSomethingElseIsToldAsThat(String answer) {
        services.answer(SERVERS, 200, answer);

        assertThatThrownBy(this::servers)
                .isInstanceOf(RefusedException.class)
                .hasMessage(
                        "the test-service answered at /api/proxies/servers with something else");
    }
}
