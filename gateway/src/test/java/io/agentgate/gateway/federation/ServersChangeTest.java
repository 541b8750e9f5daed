package io.agentgate.gateway.federation;

import static io.agentgate.gateway.federation.TestFederation.call;
import static io.agentgate.gateway.federation.TestFederation.error;
import static io.agentgate.gateway.federation.TestFederation.initialized;
import static io.agentgate.gateway.federation.TestFederation.notification;
import static io.agentgate.gateway.federation.TestFederation.request;
import static io.agentgate.gateway.federation.TestFederation.result;
import static io.agentgate.gateway.federation.TestFederation.settings;
import static io.agentgate.gateway.federation.TestFederation.tools;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A session whose servers come and go for good. */
class ServersChangeTest {
    private static final String CHANGED = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/%s\"}";

    private Roster roster = new Roster(settings(PrefixMode.CONFLICT, "fs", "git"));
    private final TestFederation servers = new TestFederation(roster, "fs", "git", "web");

    private void begin() {
        servers.client(TestFederation.initialize("{}"));
        for (String server : List.of("fs", "git")) {
            servers.answer(server, initialized(TestFederation.ALL, ""));
        }
        servers.client(notification("notifications/initialized", "{}"));
        forget();
    }

    private void forget() {
        servers.told.clear();
        servers.bearings.clear();
        servers.sent.values().forEach(java.util.Deque::clear);
    }

    private void become(Set<String> stay, String... next) {
        roster = roster.next(settings(PrefixMode.CONFLICT, next), stay);
        servers.take(servers.federation.changed(roster, stay));
    }

    private String list(String... answers) {
        servers.client(request("99", "tools/list", "{}"));
        for (int i = 0; i < answers.length; i += 2) {
            servers.answer(answers[i], answers[i + 1]);
        }
        return servers.told();
    }

    @Test
    void whatAServerThatGoesWasAskedEndsAndItsToolsVanish() {
        begin();
        assertThat(list("fs", tools("read"), "git", tools("read", "log")))
                .isEqualTo(result("99", tools("read", "git__read", "log")));
        servers.client(call("1", "log"));
        servers.client(call("2", "read"));
        forget();

        become(Set.of("fs"), "fs");

        assertThat(servers.told()).contains("\"id\":1", "\"code\":503", "git");
        for (String list : List.of("tools", "prompts", "resources")) {
            assertThat(servers.told()).isEqualTo(CHANGED.formatted(list + "/list_changed"));
        }
        servers.assertSilence();
        servers.server("fs", result("2", "{\"content\":[]}"));
        assertThat(servers.told()).isEqualTo(result("2", "{\"content\":[]}"));
        assertThat(list("fs", tools("read"))).isEqualTo(result("99", tools("read")));
        servers.client(call("3", "git__log"));
        servers.answer("fs", tools("read"));
        assertThat(servers.told()).isEqualTo(error("3", -32602, "Unknown tool: git__log"));
    }

    @Test
    void serverThatComesBeginsAsOneThatComesBack() {
        begin();
        list("fs", tools("read"), "git", tools("log"));

        become(Set.of("fs", "git"), "web", "fs", "git");

        assertThat(servers.queue("fs")).isEmpty();
        servers.answer("web", initialized(TestFederation.ALL, ""));
        assertThat(servers.sentTo("web")).contains("notifications/initialized");
        assertThat(servers.told()).isEqualTo(CHANGED.formatted("tools/list_changed"));
        forget();
        // Names that were seen stay where they are; in this session it stands behind the others.
        assertThat(list("fs", tools("read"), "git", tools("log"), "web", tools("read", "get")))
                .isEqualTo(result("99", tools("read", "log", "web__read", "get")));
        servers.client(call("1", "read"));
        assertThat(servers.sentTo("fs")).isEqualTo(call("1", "read"));
    }

    @Test
    void serverThatIsConfiguredAnewGoesAndComes() {
        begin();
        list("fs", tools("read"), "git", tools("log"));

        become(Set.of("fs"), "fs", "git");

        servers.told.clear();
        servers.bearings.clear();
        servers.answer("git", initialized(TestFederation.ALL, ""));
        assertThat(servers.sentTo("git")).contains("notifications/initialized");
        servers.client(call("1", "log"));
        assertThat(servers.sentTo("git")).isEqualTo(call("1", "log"));
    }

    @Test
    void listInProgressIsThatOfThoseThatStay() {
        begin();
        servers.client(request("1", "tools/list", "{}"));
        servers.answer("fs", tools("read"));

        become(Set.of("fs"), "web", "fs");

        assertThat(servers.told())
                .contains("\"id\":1", tools("read").substring(1, 20), "not offered any more");
    }

    @Test
    void clientThatHasNotBegunKnowsTheOldOnesNever() {
        become(Set.of("git"), "git", "web");

        servers.client(TestFederation.initialize("{}"));

        assertThat(servers.queue("fs")).isEmpty();
        assertThat(servers.queue("git")).hasSize(1);
        assertThat(servers.queue("web")).hasSize(1);
    }

    @Test
    void freshSessionsKnowWhatThoseThatStayHave() {
        begin();
        list("fs", tools("read"), "git", tools("log"));

        become(Set.of("git"), "web", "git");

        TestFederation fresh = new TestFederation(roster, "web", "git").begin();
        fresh.client(call("1", "log"));
        assertThat(fresh.sentTo("git")).isEqualTo(call("1", "log"));
    }
}
