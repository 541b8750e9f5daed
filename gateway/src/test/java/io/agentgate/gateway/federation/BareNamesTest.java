package io.agentgate.gateway.federation;

import static io.agentgate.gateway.federation.TestFederation.call;
import static io.agentgate.gateway.federation.TestFederation.error;
import static io.agentgate.gateway.federation.TestFederation.initialized;
import static io.agentgate.gateway.federation.TestFederation.notification;
import static io.agentgate.gateway.federation.TestFederation.open;
import static io.agentgate.gateway.federation.TestFederation.request;
import static io.agentgate.gateway.federation.TestFederation.result;
import static io.agentgate.gateway.federation.TestFederation.settings;
import static io.agentgate.gateway.federation.TestFederation.tools;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BareNamesTest {

    /** Lists the tools; the first server has the first names, and so on. */
    private static String list(TestFederation servers, String fs, String git) {
        servers.client(request("99", "tools/list", "{}"));
        if (!servers.queue("fs").isEmpty()) {
            servers.answer("fs", fs);
        }
        if (!servers.queue("git").isEmpty()) {
            servers.answer("git", git);
        }
        return servers.told();
    }

    @Test
    void inConflictTheFirstKeepsTheBareName() {
        TestFederation servers = open(PrefixMode.CONFLICT, "fs", "git");
        assertThat(list(servers, tools("read", "ls"), tools("log", "read")))
                .isEqualTo(result("99", tools("read", "ls", "log", "git__read")));
        servers.client(call("1", "read"));
        assertThat(servers.sentTo("fs")).isEqualTo(call("1", "read"));
        servers.client(call("2", "git__read"));
        assertThat(servers.sentTo("git")).isEqualTo(call("2", "read"));
        servers.client(call("3", "git__log"));
        assertThat(servers.sentTo("git")).isEqualTo(call("3", "log"));
        servers.client(call("4", "fs__read"));
        assertThat(servers.sentTo("fs")).isEqualTo(call("4", "read"));
    }

    @Test
    void aNameThatWasSeenNeverChangesItsOwner() {
        for (PrefixMode mode : List.of(PrefixMode.CONFLICT, PrefixMode.NEVER)) {
            Roster roster = new Roster(settings(mode, "fs", "git"));
            TestFederation servers = new TestFederation(roster, "fs", "git").begin();
            servers.left("fs", "it crashed");
            servers.told.clear();
            servers.bearings.clear();
            assertThat(list(servers, "", tools("read"))).contains("{\"name\":\"read\"");
            servers.joined("fs");
            servers.answer("fs", initialized(TestFederation.ALL, ""));
            servers.sent.values().forEach(java.util.Deque::clear);
            servers.told.clear();
            servers.bearings.clear();
            String both = list(servers, tools("read"), tools("read"));
            assertThat(both)
                    .isEqualTo(
                            result(
                                    "99",
                                    mode == PrefixMode.NEVER
                                            ? tools("read")
                                            : tools("fs__read", "read")));
            servers.client(call("1", "read"));
            assertThat(servers.queue("git")).hasSize(1);
            assertThat(servers.queue("fs")).isEmpty();
            // A session that begins now sees the first in order.
            TestFederation later = new TestFederation(roster, "fs", "git").begin();
            later.client(call("1", "read"));
            assertThat(later.queue("fs")).hasSize(1);
        }
    }

    @Test
    void anOwnerThatIsAwayKeepsItsName() {
        for (PrefixMode mode : List.of(PrefixMode.CONFLICT, PrefixMode.NEVER)) {
            Roster roster = new Roster(settings(mode, "fs", "git"));
            TestFederation servers = new TestFederation(roster, "fs", "git").begin();
            list(servers, tools("read"), tools("read"));
            for (TestFederation session :
                    List.of(servers, new TestFederation(roster, "fs", "git").begin())) {
                session.left("fs", "it crashed");
                session.told.clear();
                session.bearings.clear();
                assertThat(list(session, "", tools("read"))).doesNotContain("\"name\":\"read\"");
                session.client(call("1", "read"));
                assertThat(session.unreachable).containsExactly("fs " + call("1", "read"));
                assertThat(session.queue("git")).isEmpty();
            }
        }
    }

    @Test
    void withoutPrefixesTheFirstOwnsANameAndTheOthersIsNotShown() {
        TestFederation servers = open(PrefixMode.NEVER, "fs", "git");
        assertThat(list(servers, tools("read"), tools("read", "log")))
                .isEqualTo(result("99", tools("read", "log")));
        assertThat(servers.notes)
                .containsExactly("git: an item of its list has another server's name");
        servers.client(call("1", "git__read"));
        assertThat(servers.sentTo("git")).isEqualTo(call("1", "read"));
        servers.client(request("2", "prompts/list", "{}"));
        servers.answer("fs", "{\"prompts\":[{\"name\":\"read\"}]}");
        servers.answer("git", "{\"prompts\":[{\"name\":\"ask\"}]}");
        assertThat(servers.told()).contains("[{\"name\":\"read\"},{\"name\":\"ask\"}]");
        servers.client(request("3", "prompts/get", "{\"name\":\"ask\"}"));
        assertThat(servers.sentTo("git")).contains("\"name\":\"ask\"");
    }

    @Test
    void aNameThatLooksLikeAnothersIsNeverShownBare() {
        for (PrefixMode mode : PrefixMode.values()) {
            TestFederation servers = open(mode, "fs", "git");
            assertThat(list(servers, tools(), tools("fs__delete_file")))
                    .isEqualTo(result("99", tools("git__fs__delete_file")));
            servers.client(call("1", "git__fs__delete_file"));
            assertThat(servers.sentTo("git")).isEqualTo(call("1", "fs__delete_file"));
        }
    }

    @Test
    void aServerThatChangesItsListLosesWhatItHasNoMore() {
        Roster roster = new Roster(settings(PrefixMode.NEVER, "fs", "git"));
        TestFederation servers = new TestFederation(roster, "fs", "git").begin();
        list(servers, tools("read"), tools("read"));
        servers.server("fs", notification("notifications/tools/list_changed", "{}"));
        assertThat(servers.told())
                .isEqualTo(notification("notifications/tools/list_changed", "{}"));
        list(servers, tools("ls"), tools("read"));
        // To a session that never saw it, it is the other's now.
        TestFederation fresh = new TestFederation(roster, "fs", "git").begin();
        fresh.client(call("1", "read"));
        assertThat(fresh.queue("git")).hasSize(1);
    }

    @Test
    void aNameNobodyIsKnownToHaveIsLookedForInAllPages() {
        TestFederation servers = open(PrefixMode.NEVER, "fs", "git");
        servers.client(call("1", "log"));
        servers.client(call("2", "none"));
        assertThat(servers.sentTo("fs")).contains("\"method\":\"tools/list\",\"params\":{}");
        servers.server("fs", result("\"agentgate-3\"", tools("read")));
        servers.answer("git", "{\"tools\":[{\"name\":\"a\"}],\"nextCursor\":\"p2\"}");
        assertThat(servers.told).isEmpty();
        assertThat(servers.queue("git").peek()).contains("\"cursor\":\"p2\"");
        servers.answer("git", tools("log"));
        assertThat(servers.sentTo("git")).isEqualTo(call("1", "log"));
        assertThat(servers.told()).isEqualTo(error("2", -32602, "Unknown tool: none"));
        // It is known now that nobody has it.
        servers.client(call("3", "none"));
        assertThat(servers.told()).contains("\"id\":3", "-32602");
        servers.assertSilence();
        servers.server("git", notification("notifications/tools/list_changed", "{}"));
        servers.told();
        servers.client(call("4", "none"));
        assertThat(servers.queue("fs")).hasSize(1);
    }

    @Test
    void ifNotAllCanBeAskedANameIsNotCalledUnknown() {
        TestFederation servers = open(PrefixMode.NEVER, "fs", "git");
        servers.client(call("1", "log"));
        servers.answer("fs", tools("read"));
        servers.fail("git", -32603, "no disk");
        assertThat(servers.told()).contains("\"code\":503", "git: no disk");
        servers.client(call("2", "log"));
        servers.client(notification("notifications/cancelled", "{\"requestId\":2}"));
        servers.answer("fs", tools("read"));
        servers.answer("git", tools("log"));
        servers.assertSilence();
        servers.client(call("3", "log"));
        assertThat(servers.queue("git")).hasSize(1);
    }

    @Test
    void aServerWithoutAnEndIsNotReadForEver() {
        TestFederation servers = open(PrefixMode.NEVER, "fs", "git");
        servers.client(call("1", "x"));
        servers.answer("git", tools());
        for (int page = 0; page < 64; page++) {
            servers.answer("fs", "{\"tools\":[],\"nextCursor\":\"again\"}");
        }
        assertThat(servers.told()).contains("\"id\":1,\"error\"");
        assertThat(servers.notes).containsExactly("fs: its list has too many pages to be searched");
        servers.assertSilence();
    }

    @Test
    void pagesOfAppsKeepTheirUrisWithoutPrefixes() {
        String shows =
                "{\"tools\":[{\"name\":\"%s\",\"_meta\":{\"ui\":{\"resourceUri\":\"ui://app\"},"
                        + "\"ui/resourceUri\":\"ui://app\"}}]}";
        TestFederation servers = open(PrefixMode.NEVER, "fs", "git");
        String told = list(servers, shows.formatted("a"), shows.formatted("b"));
        assertThat(told)
                .isEqualTo(
                        result(
                                "99",
                                "{\"tools\":[{\"name\":\"a\",\"_meta\":{\"ui\":{\"resourceUri\":"
                                    + "\"ui://app\"},\"ui/resourceUri\":\"ui://app\"}},"
                                    + "{\"name\":\"b\",\"_meta\":{\"ui\":{\"resourceUri\":"
                                    + "\"git+ui://app\"},\"ui/resourceUri\":\"git+ui://app\"}}]}"));
        String read = request("1", "resources/read", "{\"uri\":\"ui://app\"}");
        servers.client(read);
        assertThat(servers.sentTo("fs")).isEqualTo(read);
        String page = result("1", "{\"contents\":[{\"uri\":\"ui://app\",\"text\":\"<p>\"}]}");
        servers.server("fs", page);
        assertThat(servers.told()).isEqualTo(page);
        servers.client(request("2", "resources/read", "{\"uri\":\"git+ui://app\"}"));
        assertThat(servers.sentTo("git")).contains("\"uri\":\"ui://app\"");
    }

    @Test
    void whatIsRememberedIsBounded() {
        Catalogue catalogue = new Catalogue(1);
        ServerName fs = new ServerName(0, "fs");
        for (int i = 0; i <= Catalogue.MAX_NAMES; i++) {
            catalogue.learn(fs, Owned.TOOL, List.of("t" + i), false);
        }
        assertThat(catalogue.first(Owned.TOOL, "t0")).isZero();
        assertThat(catalogue.first(Owned.TOOL, "t" + Catalogue.MAX_NAMES)).isNull();
        // Shown with its prefix, a tool can be called though nothing is remembered of it.
        TestFederation servers = open(PrefixMode.NEVER, "fs", "git");
        List<String> names = new ArrayList<>();
        for (int i = 0; i <= ExposedNames.MAX_CLAIMS; i++) {
            names.add("t" + i);
        }
        assertThat(list(servers, tools(names.toArray(String[]::new)), tools()))
                .contains("\"fs__t" + ExposedNames.MAX_CLAIMS + "\"");
    }
}
