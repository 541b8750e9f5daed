package io.agentgate.gateway.federation;

import static io.agentgate.gateway.federation.TestFederation.call;
import static io.agentgate.gateway.federation.TestFederation.error;
import static io.agentgate.gateway.federation.TestFederation.notification;
import static io.agentgate.gateway.federation.TestFederation.open;
import static io.agentgate.gateway.federation.TestFederation.request;
import static io.agentgate.gateway.federation.TestFederation.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.Ruling.Bearing;
import io.agentgate.protocol.Id;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackChannelTest {
    private final TestFederation servers = open(PrefixMode.ALWAYS, "fs", "git");

    @Test
    void serversRequestsGetIdsOfTheGatewayAndAnswersGoBackUnderTheServersOwn() {
        servers.server("fs", request("1.0", "roots/list", "{}"));
        servers.server("git", request("1", "roots/list", "{}"));
        assertThat(servers.bearings)
                .containsExactly(
                        new Bearing.Asks(Id.of("agentgate-3")),
                        new Bearing.Asks(Id.of("agentgate-4")));
        assertThat(servers.told()).isEqualTo(request("\"agentgate-3\"", "roots/list", "{}"));
        assertThat(servers.told()).contains("agentgate-4");
        servers.client(result("\"agentgate-4\"", "{\"roots\":[ ]}"));
        assertThat(servers.sentTo("git")).isEqualTo(result("1", "{\"roots\":[ ]}"));
        servers.client(error("\"agentgate-3\"", -1, "no"));
        assertThat(servers.sentTo("fs")).isEqualTo(error("1.0", -1, "no"));
        servers.assertSilence();
    }

    @Test
    void whoAsksIsToldAndCannotBeForged() {
        servers.server("fs", request("1", "elicitation/create", "{\"message\":\"m\"}"));
        assertThat(servers.told())
                .isEqualTo(
                        request(
                                "\"agentgate-3\"",
                                "elicitation/create",
                                "{\"_meta\":{\"io.agentgate/server\":\"fs\"},\"message\":\"m\"}"));
        servers.server(
                "fs",
                request(
                        "2",
                        "elicitation/create",
                        "{\"_meta\":{\"io.agentgate\\/server\":\"git\"}}"));
        assertThat(servers.told()).contains("{\"_meta\":{\"io.agentgate\\/server\":\"fs\"}}");
        servers.server("fs", request("3", "sampling/createMessage", "{\"_meta\":{\"a\":1}}"));
        assertThat(servers.told()).contains("{\"_meta\":{\"io.agentgate/server\":\"fs\",\"a\":1}}");
        servers.server("fs", request("4", "sampling/createMessage", "{\"_meta\":{}}"));
        assertThat(servers.told()).contains("{\"_meta\":{\"io.agentgate/server\":\"fs\"}}");
        servers.server("fs", request("5", "sampling/createMessage", "{\"_meta\":7}"));
        assertThat(servers.told()).contains("{\"_meta\":{\"io.agentgate/server\":\"fs\"}}");
        servers.server("fs", request("6", "sampling/createMessage", "{}"));
        assertThat(servers.told()).contains("{\"_meta\":{\"io.agentgate/server\":\"fs\"}}");
    }

    @Test
    void urisInSampledMessagesGoBothWays() {
        String link = "{\"content\":[{\"type\":\"resource_link\",\"uri\":\"%s\"}]}";
        servers.server(
                "fs",
                request(
                        "1",
                        "sampling/createMessage",
                        "{\"messages\":[" + link.formatted("x:1") + "]}"));
        assertThat(servers.told()).contains(link.formatted("fs+x:1"));
        servers.client(result("\"agentgate-3\"", link.formatted("fs+x:1")));
        assertThat(servers.sentTo("fs")).isEqualTo(result("1", link.formatted("x:1")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"sampling/createMessage", "elicitation/create", "roots/list", "tasks/get"})
    void whatTheClientDidNotDeclareIsRefusedAtOnce(String method) {
        TestFederation bare = new TestFederation(PrefixMode.ALWAYS, "fs").begin("{\"x\":{}}");
        bare.server("fs", request("\"q\"", method, "{\"taskId\":\"t\"}"));
        assertThat(bare.sentTo("fs")).contains("\"id\":\"q\"", "-32601");
        bare.assertSilence();
    }

    @Test
    void pingsOfServersAreAnsweredHere() {
        servers.server("fs", request("\"\\u0070\"", "ping", "{}"));
        assertThat(servers.sentTo("fs")).isEqualTo(result("\"\\u0070\"", "{}"));
        servers.assertSilence();
    }

    @Test
    void progressAndCancellationFindTheirWayBothWays() {
        String params = "{\"_meta\":{\"progressToken\":\"%s\"}}";
        servers.server("fs", request("1", "roots/list", params.formatted("t")));
        servers.server("git", request("1", "roots/list", params.formatted("t")));
        assertThat(servers.told())
                .isEqualTo(
                        request("\"agentgate-3\"", "roots/list", params.formatted("agentgate-3")));
        servers.told();
        servers.client(
                notification(
                        "notifications/progress",
                        "{\"progressToken\":\"agentgate-4\",\"progress\":1}"));
        assertThat(servers.sentTo("git"))
                .isEqualTo(
                        notification(
                                "notifications/progress",
                                "{\"progressToken\":\"t\",\"progress\":1}"));
        servers.server("fs", notification("notifications/cancelled", "{\"requestId\":1}"));
        assertThat(servers.told())
                .isEqualTo(
                        notification("notifications/cancelled", "{\"requestId\":\"agentgate-3\"}"));
        servers.client(result("\"agentgate-3\"", "{}"));
        servers.server("fs", notification("notifications/cancelled", "{\"requestId\":1}"));
        servers.assertSilence();
        assertThat(servers.notes)
                .containsExactly(
                        "null: the client answered what no server asks",
                        "fs: it cancels what it does not ask");
    }

    @Test
    void aTaskOfTheClientIsOfTheServerItRunsFor() {
        servers.server("fs", request("1", "sampling/createMessage", "{}"));
        servers.told();
        servers.client(result("\"agentgate-3\"", "{\"task\":{\"taskId\":\"c1\"}}"));
        assertThat(servers.sentTo("fs")).isEqualTo(result("1", "{\"task\":{\"taskId\":\"c1\"}}"));
        servers.server("fs", request("2", "tasks/get", "{\"taskId\":\"c1\"}"));
        assertThat(servers.told()).contains("tasks/get", "{\"taskId\":\"c1\"}");
        servers.server("git", request("2", "tasks/get", "{\"taskId\":\"c1\"}"));
        assertThat(servers.sentTo("git")).contains("-32602");
        servers.server("git", request("3", "tasks/list", "{}"));
        assertThat(servers.sentTo("git")).contains("-32601");
        String status = notification("notifications/tasks/status", "{\"taskId\":\"c1\"}");
        servers.client(status);
        assertThat(servers.sentTo("fs")).isEqualTo(status);
        servers.assertSilence();
    }

    @Test
    void whatAServerAskedIsWithdrawnWhenItIsGone() {
        servers.server("fs", request("1", "roots/list", "{}"));
        servers.told();
        servers.left("fs", "it crashed");
        assertThat(servers.told())
                .contains("notifications/cancelled", "\"requestId\":\"agentgate-3\"");
        servers.client(result("\"agentgate-3\"", "{}"));
        assertThat(servers.queue("fs")).isEmpty();
    }

    @Test
    void whatTheClientNeverAnswersIsForgotten() {
        servers.server("fs", request("1", "roots/list", "{}"));
        servers.told();
        servers.pass(Duration.ofMinutes(59));
        assertThat(servers.told).isEmpty();
        servers.pass(Duration.ofMinutes(2));
        assertThat(servers.told()).contains("notifications/cancelled");
        assertThat(servers.federation.isWaiting()).isFalse();
    }

    @Test
    void onlySoManyMayWaitForTheClient() {
        for (int i = 0; i <= 1024; i++) {
            servers.server("fs", request("" + i, "x/ask", "{}"));
        }
        assertThat(servers.told).hasSize(1024);
        assertThat(servers.sentTo("fs")).contains("\"id\":1024", "\"code\":503");
    }

    @Test
    void beforeItIsInitializedAServerMayPingOnly() {
        TestFederation early = new TestFederation(PrefixMode.ALWAYS, "fs");
        early.client(TestFederation.initialize("{\"roots\":{}}"));
        early.sentTo("fs");
        early.server("fs", request("1", "roots/list", "{}"));
        assertThat(early.sentTo("fs")).contains("-32600");
        early.server("fs", request("2", "ping", "{}"));
        assertThat(early.sentTo("fs")).contains("\"result\"");
        early.server("fs", notification("notifications/message", "{}"));
        early.assertSilence();
        assertThat(early.notes).containsExactly("fs: it speaks before it is initialized");
    }

    @Test
    void twoAnswersToOneRequestAreOne() {
        servers.server("fs", request("1", "roots/list", "{}"));
        servers.told();
        servers.client(result("\"agentgate-3\"", "{}"));
        servers.client(result("\"agentgate-3\"", "{}"));
        assertThat(servers.queue("fs")).hasSize(1);
        servers.client(call("1", "fs__a"));
        assertThat(servers.queue("fs")).hasSize(2);
    }
}
