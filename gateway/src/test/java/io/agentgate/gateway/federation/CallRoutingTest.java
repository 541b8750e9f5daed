package io.agentgate.gateway.federation;

import static io.agentgate.gateway.federation.TestFederation.call;
import static io.agentgate.gateway.federation.TestFederation.error;
import static io.agentgate.gateway.federation.TestFederation.notification;
import static io.agentgate.gateway.federation.TestFederation.open;
import static io.agentgate.gateway.federation.TestFederation.request;
import static io.agentgate.gateway.federation.TestFederation.result;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentgate.gateway.Ruling.Bearing;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import org.junit.jupiter.api.Test;

class CallRoutingTest {
    private final TestFederation servers = open(PrefixMode.ALWAYS, "fs", "fs_x", "git");

    @Test
    void aCallReachesItsServerUnderTheServersOwnNameAndNothingElseChanges() {
        servers.client(
                "{ \"id\" : 1.0, \"x\":[ 1 ],\"jsonrpc\":\"2.0\",\"method\":\"tools/call\",\n"
                        + "\"params\":{\"arguments\":{\"name\":\"fs__y\", \"a\":1e2},"
                        + "\"name\":\"git__log\",\"_meta\":{\"progressToken\":7}}}");
        assertThat(servers.sentTo("git"))
                .isEqualTo(
                        "{ \"id\" : 1.0, \"x\":[ 1"
                                + " ],\"jsonrpc\":\"2.0\",\"method\":\"tools/call\",\n"
                                + "\"params\":{\"arguments\":{\"name\":\"fs__y\", \"a\":1e2},"
                                + "\"name\":\"log\",\"_meta\":{\"progressToken\":7}}}");
        servers.assertSilence();
        servers.server(
                "git",
                notification("notifications/progress", "{\"progressToken\":7,\"progress\":1}"));
        assertThat(servers.bearings).containsExactly(new Bearing.ReportsOn(Id.of(1)));
        servers.told();
        String answer = "{\"jsonrpc\":\"2.0\" ,\"id\":1.0,\"result\":{\"content\":[ ],\"y\":0.10}}";
        servers.server("git", answer);
        assertThat(servers.bearings).containsExactly(new Bearing.Answers(Id.of(1)));
        assertThat(servers.told()).isEqualTo(answer);
    }

    /** MX-02. */
    @Test
    void aNameIsSplitAtTheFirstSeparator() {
        servers.client(call("1", "fs_x__y"));
        assertThat(servers.sentTo("fs_x")).contains("\"name\":\"y\"");
        servers.client(call("2", "fs__x__y"));
        assertThat(servers.sentTo("fs")).contains("\"name\":\"x__y\"");
        servers.client(call("3", "fs___y"));
        assertThat(servers.sentTo("fs")).contains("\"name\":\"_y\"");
        servers.client(call("4", "fs_\\u005fz\\u0022"));
        assertThat(servers.sentTo("fs")).contains("\"name\":\"z\\\"\"");
        servers.client(call("5", "fs__git__push"));
        assertThat(servers.sentTo("fs")).contains("\"name\":\"git__push\"");
    }

    @Test
    void whatNamesNoServerIsRefused() {
        for (String name : new String[] {"read", "FS__read", "web__read", "__read", "fs_read"}) {
            servers.client(call("1", name));
            assertThat(servers.told()).isEqualTo(error("1", -32602, "Unknown tool: " + name));
        }
        servers.client(request("1", "prompts/get", "{\"name\":\"ask\"}"));
        assertThat(servers.told()).isEqualTo(error("1", -32602, "Unknown prompt: ask"));
        servers.client(request("1", "resources/read", "{\"uri\":\"file:///a\"}"));
        assertThat(servers.told()).contains("-32002", "\"data\":{\"uri\":\"file:///a\"}");
        servers.client(request("1", "tasks/get", "{\"taskId\":\"7\"}"));
        assertThat(servers.told()).contains("-32602");
        servers.client(request("1", "x/y", "{\"a\":\"fs__b\"}"));
        assertThat(servers.told()).contains("-32601");
        servers.assertSilence();
    }

    @Test
    void anUnknownMethodGoesToTheServerThatAUsualMemberNames() {
        servers.client(request("1", "x/run", "{\"name\":\"git__a\",\"q\":1}"));
        assertThat(servers.sentTo("git"))
                .isEqualTo(request("1", "x/run", "{\"name\":\"a\",\"q\":1}"));
        servers.client(request("2", "x/open", "{\"uri\":\"FS+x:y\"}"));
        assertThat(servers.sentTo("fs")).isEqualTo(request("2", "x/open", "{\"uri\":\"x:y\"}"));
        servers.client(request("3", "tasks/update", "{\"taskId\":\"fs_x:t:1\"}"));
        assertThat(servers.sentTo("fs_x"))
                .isEqualTo(request("3", "tasks/update", "{\"taskId\":\"t:1\"}"));
        servers.client(notification("notifications/x", "{}"));
        assertThat(servers.notes)
                .containsExactly("null: a notification of the client names no server");
    }

    @Test
    void aCallOfAServerThatIsAwayIsJudgedAndNotSent() {
        servers.left("git", "it crashed");
        servers.told.clear();
        servers.bearings.clear();
        servers.client(call("1", "git__log"));
        assertThat(servers.unreachable).containsExactly("git " + call("1", "log"));
        servers.server("git", error("1", -32603, "The server `git` is not available"));
        assertThat(servers.told()).contains("\"id\":1,\"error\"");
        servers.client(request("2", "prompts/get", "{\"name\":\"git__ask\"}"));
        assertThat(servers.told())
                .isEqualTo(
                        "{\"jsonrpc\":\"2.0\",\"id\":2,\"error\":{\"code\":503,\"message\":"
                                + "\"The server `git` is not available: it crashed\","
                                + "\"data\":{\"server\":\"git\",\"reason\":\"it crashed\"}}}");
        servers.assertSilence();
    }

    @Test
    void idsInProgressAreUniqueOverAllServers() {
        servers.client(call("1", "fs__a"));
        servers.client(call("1.0", "git__b"));
        assertThat(servers.told()).contains("\"id\":1.0", "-32600");
        assertThat(servers.queue("git")).isEmpty();
        servers.client(call("\"1\"", "git__b"));
        assertThat(servers.queue("git")).hasSize(1);
        servers.client(call("\"\\u0061gentgate-9\"", "git__b"));
        assertThat(servers.told()).contains("-32600");
    }

    @Test
    void onlySoManyRequestsMayBeInProgress() {
        for (int i = 0; i < ClientRequests.MAX_REQUESTS; i++) {
            servers.client(call("" + i, "fs__a"));
        }
        servers.client(call("5000", "git__a"));
        assertThat(servers.told()).contains("\"id\":5000", "\"code\":503");
        servers.server("fs", result("7", "{}"));
        servers.client(call("5000", "git__a"));
        assertThat(servers.queue("git")).hasSize(1);
    }

    @Test
    void whatADoorSendsBackIsTheAnswer() {
        servers.client(call("1", "fs__a"));
        Frame denied = Frame.of(error("1", -32603, "denied").getBytes(UTF_8));
        servers.take(servers.federation.refused("fs", Id.of(1), denied));
        assertThat(servers.told()).isEqualTo(denied.text());
        servers.client(call("2", "fs__a"));
        servers.take(servers.federation.lost("fs", Id.of(2), "the link broke"));
        assertThat(servers.told()).contains("\"id\":2", "the link broke");
        servers.take(servers.federation.lost("fs", Id.of(2), "the link broke"));
        assertThat(servers.told).isEmpty();
    }

    @Test
    void cancellationGoesToTheServerThatHasTheRequest() {
        servers.client(call("1", "fs__a"));
        servers.sentTo("fs");
        String cancelled = notification("notifications/cancelled", "{\"requestId\":1}");
        servers.client(cancelled);
        assertThat(servers.sentTo("fs")).isEqualTo(cancelled);
        servers.assertSilence();
        servers.client(cancelled);
        servers.server("fs", result("1", "{}"));
        servers.assertSilence();
        assertThat(servers.notes)
                .containsExactly(
                        "null: the client cancels what is not in progress",
                        "fs: it answers what nobody waits for");
    }

    @Test
    void logLevelGoesToAllAndOneThatFailsDoesNotFailIt() {
        servers.client(request("1", "logging/setLevel", "{\"level\":\"info\"}"));
        assertThat(servers.queue("fs")).hasSize(1);
        servers.fail("fs", -32603, "no");
        servers.answer("fs_x", "{}");
        servers.answer("git", "{\"x\":1}");
        assertThat(servers.told()).isEqualTo(result("1", "{}"));
        servers.client(request("2", "logging/setLevel", "{\"level\":\"bad\"}"));
        for (String server : new String[] {"fs", "fs_x", "git"}) {
            servers.fail(server, -32602, "bad level");
        }
        assertThat(servers.told()).contains("\"id\":2,\"error\":{\"code\":-32602");
    }

    @Test
    void theClientsPingIsAnsweredHere() {
        servers.client(request("1", "ping", "{}"));
        assertThat(servers.told()).isEqualTo(result("1", "{}"));
        servers.assertSilence();
    }

    @Test
    void aClientThatVanishesMidCallLeavesNothing() {
        servers.client(call("1", "fs__a"));
        servers.client(request("2", "tools/list", "{}"));
        servers.federation.end();
        servers.sent.values().forEach(java.util.Deque::clear);
        servers.server("fs", result("1", "{}"));
        servers.server("git", result("\"agentgate-6\"", "{\"tools\":[]}"));
        servers.server("git", request("8", "roots/list", "{}"));
        assertThat(servers.sentTo("git")).contains("\"id\":8,\"error\"");
        servers.joined("git");
        servers.assertSilence();
        assertThat(servers.federation.isWaiting()).isFalse();
    }

    @Test
    void aServerThatIsNoneIsAFaultOfTheTransport() {
        assertThatThrownBy(() -> servers.federation.joined("nobody"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
