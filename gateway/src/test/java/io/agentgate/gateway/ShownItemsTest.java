package io.agentgate.gateway;

import static io.agentgate.gateway.TestGateway.call;
import static io.agentgate.gateway.TestGateway.request;
import static io.agentgate.gateway.TestGateway.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.call.Session;
import io.agentgate.gateway.call.SessionIdentity;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Lists show what may be called, and what they hide is refused. */
class ShownItemsTest extends GatewayTest {
    private void caller(String agent, String... roles) {
        SortedSet<String> all = new TreeSet<>(List.of(roles));
        gateway.session = new Session(new SessionIdentity("s1", agent, "caller", "files", all));
    }

    private String listed(String... names) {
        gateway.forwarded(request("1", "tools/list"));
        return gateway.delivered(list("public", names));
    }

    private static String list(String scope, String... names) {
        StringBuilder tools = new StringBuilder();
        for (String name : names) {
            tools.append(tools.isEmpty() ? "" : ",").append("{ \"name\":\"" + name + "\"}");
        }
        return result(
                "1", "{\"cacheScope\":\"" + scope + "\", \"tools\":[" + tools + "],\"x\" : 1}");
    }

    @Test
    void aToolThatIsAlwaysDeniedIsNotShown() {
        gateway.policy(
                """
                [[rules]]
                id = "never"
                tool = "delete_*"
                action = "deny"

                [[rules]]
                id = "not-everything"
                tool = "read"
                condition = "arguments.path matches '^/etc'"
                action = "deny"
                """);

        assertThat(listed("read", "delete_file", "write"))
                .isEqualTo(list("public", "read", "write"));
    }

    @Test
    void whatMayBeAllowedUnderADenyingDefaultIsShown() {
        gateway.policy(
                """
                default = "deny"

                [[rules]]
                id = "some"
                tool = "read"
                condition = "arguments.path matches '^/srv'"
                action = "allow"
                """);

        assertThat(listed("read", "write")).isEqualTo(list("public", "read"));
    }

    @Test
    void rolesSayWhatIsShownAndCalled() {
        gateway.policy(
                """
                [[roles]]
                role = "reader"
                servers = ["files"]
                tools = ["read", "list_*"]

                [[roles]]
                role = "writer"
                agents = ["claude"]
                tools = ["write"]

                [[rules]]
                id = "not-today"
                tool = "list_all"
                action = "deny"
                """);

        caller("someone", "reader");
        assertThat(listed("read", "list_dir", "list_all", "write"))
                .isEqualTo(list("private", "read", "list_dir"));
        caller("claude");
        assertThat(listed("read", "write")).isEqualTo(list("private", "write"));
        assertThat(gateway.refused(call("7", "read", "{}")))
                .contains("-32603", "\"rule\":\"roles\"", "No role of this caller permits this");
        caller("someone");
        assertThat(listed("read", "write")).isEqualTo(list("private"));
    }

    @Test
    void promptsAndResourcesAreHiddenAndRefusedLikeTools() {
        gateway.policy(
                """
                [[roles]]
                role = "reader"
                tools = ["read"]
                prompts = ["summary"]
                resources = ["file:///srv/*"]
                """);

        caller("someone", "reader");
        gateway.forwarded(request("1", "prompts/list"));
        assertThat(
                        gateway.delivered(
                                result(
                                        "1",
                                        "{\"prompts\":[{\"name\":\"secrets\"},{\"name\":\"summary\"}]}")))
                .isEqualTo(result("1", "{\"prompts\":[{\"name\":\"summary\"}]}"));
        gateway.forwarded(request("2", "resources/list"));
        assertThat(
                        gateway.delivered(
                                result(
                                        "2",
                                        "{\"resources\":[{\"uri\":\"file:///srv/a\"},"
                                                + "{\"uri\":\"file:///etc/passwd\"}]}")))
                .isEqualTo(result("2", "{\"resources\":[{\"uri\":\"file:///srv/a\"}]}"));
        assertThat(gateway.refused(about("3", "prompts/get", "name", "secrets")))
                .contains("\"rule\":\"roles\"");
        assertThat(gateway.refused(about("4", "resources/read", "uri", "file:///etc/passwd")))
                .contains("\"rule\":\"roles\"");
        assertThat(gateway.refused(about("5", "resources/read", "uri", "file:///srv/%2e%2e/etc")))
                .contains("\"rule\":\"roles\"");
        gateway.forwarded(about("6", "prompts/get", "name", "summary"));
        gateway.forwarded(about("7", "resources/read", "uri", "file:///srv/a"));
    }

    private static String about(String id, String method, String key, String name) {
        return "{\"jsonrpc\":\"2.0\",\"id\":"
                + id
                + ",\"method\":\""
                + method
                + "\",\"params\":{\""
                + key
                + "\":\""
                + name
                + "\"}}";
    }

    @Test
    void aListThatHoldsOtherThingsForOthersIsNobodyElses() {
        gateway.policy(
                """
                [[rules]]
                id = "not-you"
                tool = "write"
                agents = ["guest"]
                action = "deny"
                """);

        caller("owner");
        assertThat(listed("read", "write")).isEqualTo(list("private", "read", "write"));
        caller("guest");
        assertThat(listed("read", "write")).isEqualTo(list("private", "read"));
    }

    @Test
    void aListOfWhichNothingIsHiddenStaysAsItIs() {
        gateway.policy(
                """
                [[rules]]
                id = "slow"
                tool = "*"
                action = "rate_limit"
                max_calls = 1
                """);

        assertThat(listed("read", "write")).isEqualTo(list("public", "read", "write"));
    }
}
