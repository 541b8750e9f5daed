package io.agentgate.gateway.federation;

import static io.agentgate.gateway.federation.TestFederation.call;
import static io.agentgate.gateway.federation.TestFederation.notification;
import static io.agentgate.gateway.federation.TestFederation.open;
import static io.agentgate.gateway.federation.TestFederation.request;
import static io.agentgate.gateway.federation.TestFederation.result;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever carries a name, a URI or a task id is rewritten, and nothing beside it. */
class CarriersTest {
    private final TestFederation servers = open(PrefixMode.ALWAYS, "my_fs", "git");

    private void asks(String method, String shown, String own) {
        servers.client(request("1", method, shown));
        assertThat(servers.sentTo("my_fs")).isEqualTo(request("1", method, own));
    }

    private void answers(String own, String shown) {
        servers.server("my_fs", result("1", own));
        assertThat(servers.told()).isEqualTo(result("1", shown));
        servers.assertSilence();
    }

    @ParameterizedTest
    @EnumSource(PrefixMode.class)
    void resourcesAreReadInAllModes(PrefixMode mode) {
        TestFederation any = open(mode, "my_fs", "git");
        any.client(request("1", "resources/read", "{\"uri\":\"MY-fs+file:///a\",\"z\":1}"));
        assertThat(any.sentTo("my_fs"))
                .isEqualTo(request("1", "resources/read", "{\"uri\":\"file:///a\",\"z\":1}"));
        any.server(
                "my_fs",
                result("1", "{\"contents\":[{\"uri\":\"file:///a\",\"text\":\"file:///a\"},7]}"));
        assertThat(any.told())
                .isEqualTo(
                        result(
                                "1",
                                "{\"contents\":[{\"uri\":\"my-fs+file:///a\",\"text\":\"file:///a\"},7]}"));
    }

    @Test
    void whatIsNotFoundIsNamedAsTheClientKnowsIt() {
        asks("resources/read", "{\"uri\":\"my-fs+file:///a\"}", "{\"uri\":\"file:///a\"}");
        servers.server(
                "my_fs",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32002,\"message\":\"m\","
                        + "\"data\":{\"uri\":\"file:///a\"}}}");
        assertThat(servers.told()).contains("\"data\":{\"uri\":\"my-fs+file:///a\"}");
    }

    @Test
    void subscriptions() {
        asks("resources/subscribe", "{\"uri\":\"my-fs+x:y\"}", "{\"uri\":\"x:y\"}");
        answers("{}", "{}");
        servers.server(
                "my_fs", notification("notifications/resources/updated", "{\"uri\":\"x:y\"}"));
        assertThat(servers.told())
                .isEqualTo(
                        notification("notifications/resources/updated", "{\"uri\":\"my-fs+x:y\"}"));
        asks("resources/unsubscribe", "{\"uri\":\"my-fs+x:y\"}", "{\"uri\":\"x:y\"}");
        answers("{}", "{}");
    }

    @Test
    void linksAndEmbeddedResourcesInResults() {
        servers.client(call("1", "my_fs__a"));
        servers.sentTo("my_fs");
        answers(
                "{\"content\":[{\"uri\":\"x:1\",\"type\":\"resource_link\",\"name\":\"my_fs__n\"},"
                        + "{\"type\":\"resource\",\"resource\":{\"text\":\"x:2\",\"uri\":\"x:2\"}},"
                        + "{\"type\":\"text\",\"text\":\"x:3\",\"uri\":\"x:3\"},"
                        + "{\"type\":\"new\",\"uri\":\"x:4\"},{\"uri\":\"x:5\"},\"x:6\"],"
                        + "\"structuredContent\":{\"uri\":\"x:7\"},"
                        + "\"_meta\":{\"ui\":{\"resourceUri\":\"ui://p\"}}}",
                "{\"content\":[{\"uri\":\"my-fs+x:1\",\"type\":\"resource_link\",\"name\":\"my_fs__n\"},"
                    + "{\"type\":\"resource\",\"resource\":{\"text\":\"x:2\",\"uri\":\"my-fs+x:2\"}},"
                    + "{\"type\":\"text\",\"text\":\"x:3\",\"uri\":\"x:3\"},"
                    + "{\"type\":\"new\",\"uri\":\"x:4\"},{\"uri\":\"x:5\"},\"x:6\"],"
                    + "\"structuredContent\":{\"uri\":\"x:7\"},"
                    + "\"_meta\":{\"ui\":{\"resourceUri\":\"my-fs+ui://p\"}}}");
        asks("prompts/get", "{\"name\":\"my_fs__p\"}", "{\"name\":\"p\"}");
        answers(
                "{\"messages\":[{\"role\":\"user\",\"content\":{\"type\":\"resource_link\",\"uri\":\"x:1\"}}]}",
                "{\"messages\":[{\"role\":\"user\",\"content\":{\"type\":\"resource_link\",\"uri\":\"my-fs+x:1\"}}]}");
    }

    @Test
    void completionsOfPromptsAndResources() {
        asks(
                "completion/complete",
                "{\"argument\":{\"name\":\"my_fs__a\"},\"ref\":{\"type\":\"ref/prompt\",\"name\":\"my_fs__p\"}}",
                "{\"argument\":{\"name\":\"my_fs__a\"},\"ref\":{\"type\":\"ref/prompt\",\"name\":\"p\"}}");
        answers("{\"completion\":{\"values\":[]}}", "{\"completion\":{\"values\":[]}}");
        asks(
                "completion/complete",
                "{\"ref\":{\"name\":\"git__p\",\"uri\":\"my-fs+x:{y}\",\"type\":\"ref/resource\"}}",
                "{\"ref\":{\"name\":\"git__p\",\"uri\":\"x:{y}\",\"type\":\"ref/resource\"}}");
        answers("{}", "{}");
        servers.client(request("1", "completion/complete", "{\"ref\":{\"name\":\"my_fs__p\"}}"));
        assertThat(servers.told()).contains("-32602");
    }

    @Test
    void tasksInAllPlaces() {
        servers.client(request("1", "tools/call", "{\"name\":\"my_fs__a\",\"task\":{\"ttl\":1}}"));
        servers.sentTo("my_fs");
        answers(
                "{\"task\":{\"taskId\":\"t:1\",\"status\":\"working\"}}",
                "{\"task\":{\"taskId\":\"my_fs:t:1\",\"status\":\"working\"}}");
        asks("tasks/get", "{\"taskId\":\"my_fs:t:1\"}", "{\"taskId\":\"t:1\"}");
        answers("{\"taskId\":\"t:1\",\"ttl\":1}", "{\"taskId\":\"my_fs:t:1\",\"ttl\":1}");
        asks("tasks/cancel", "{\"taskId\":\"my_fs:t:1\"}", "{\"taskId\":\"t:1\"}");
        answers("{\"taskId\":\"t:1\"}", "{\"taskId\":\"my_fs:t:1\"}");
        String meta = "\"_meta\":{\"io.modelcontextprotocol/related-task\":{\"taskId\":\"%s\"}}";
        asks(
                "tasks/result",
                "{\"taskId\":\"my_fs:t:1\"," + meta.formatted("my_fs:t:1") + "}",
                "{\"taskId\":\"t:1\"," + meta.formatted("t:1") + "}");
        answers(
                "{\"content\":[]," + meta.formatted("t:1") + "}",
                "{\"content\":[]," + meta.formatted("my_fs:t:1") + "}");
        servers.server(
                "my_fs",
                notification(
                        "notifications/tasks/status",
                        "{\"taskId\":\"t:1\"," + meta.formatted("t:1") + "}"));
        assertThat(servers.told())
                .isEqualTo(
                        notification(
                                "notifications/tasks/status",
                                "{\"taskId\":\"my_fs:t:1\"," + meta.formatted("my_fs:t:1") + "}"));
        servers.server(
                "my_fs",
                notification(
                        "notifications/message", "{\"data\":1," + meta.formatted("t:1") + "}"));
        assertThat(servers.told()).contains(meta.formatted("my_fs:t:1"));
    }

    @Test
    void whatNobodyKnowsComesThroughAsItIs() {
        String told =
                "{ \"method\":\"notifications/x/new\",\"params\":{\"uri\":\"x:1\"}"
                        + " ,\"jsonrpc\":\"2.0\"}";
        servers.server("git", told);
        assertThat(servers.told()).isEqualTo(told);
    }
}
