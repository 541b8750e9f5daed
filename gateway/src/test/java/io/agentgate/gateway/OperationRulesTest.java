package io.agentgate.gateway;

import static io.agentgate.gateway.TestGateway.call;
import static io.agentgate.gateway.TestGateway.notification;
import static io.agentgate.gateway.TestGateway.request;
import static io.agentgate.gateway.TestGateway.result;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Roles and limits by what calls do, as the policy or the server says it. */
class OperationRulesTest extends GatewayTest {
    private static final String READERS =
            """
            [operations]
            read = ["get_*"]
            destructive = ["wipe"]

            [[roles]]
            role = "reader"
            agents = ["*"]
            operations = ["read"]
            """;

    private static final String ONE_EACH =
            """
            [operations]
            read = ["get_*"]
            write = ["put_*"]

            [[rules]]
            id = "one-each"
            tool = "*"
            action = "rate_limit"
            max_calls = 1
            per = ["operation"]
            """;

    private String listed(String... tools) {
        gateway.forwarded(request("9", "tools/list"));
        return gateway.delivered(result("9", "{\"tools\":[" + String.join(",", tools) + "]}"));
    }

    private static String tool(String name, String annotations) {
        return "{\"name\":\"" + name + "\",\"annotations\":{" + annotations + "}}";
    }

    @Test
    void aReaderSeesAndCallsWhatReads() {
        gateway.policy(READERS);
        String look = tool("look", "\"readOnlyHint\":true");
        String lie = tool("wipe", "\"readOnlyHint\":true");
        String add = tool("add", "\"readOnlyHint\":false,\"destructiveHint\":false");
        String bare = "{\"name\":\"bare\"}";
        String get = "{\"name\":\"get_a\"}";

        assertThat(listed(look, lie, add, bare, get))
                .isEqualTo(result("9", "{\"tools\":[" + look + "," + get + "]}"));
        gateway.forwarded(call("1", "look", "{}"));
        gateway.forwarded(call("2", "get_a", "{}"));
        for (String other : new String[] {"wipe", "add", "bare"}) {
            assertThat(gateway.refused(call("3", other, "{}")))
                    .contains("\"rule\":\"roles\"")
                    .doesNotContain("tools/list");
        }
    }

    @Test
    void aReaderIsToldToListWhatNobodyHasListed() {
        gateway.policy(READERS);

        assertThat(gateway.refused(call("1", "look", "{}"))).contains("ask for tools/list first");
        gateway.forwarded(call("2", "get_a", "{}"));
        listed(tool("look", "\"readOnlyHint\":true"));
        gateway.forwarded(call("3", "look", "{}"));
        gateway.release(notification("notifications/tools/list_changed", "{}"));
        assertThat(gateway.refused(call("4", "look", "{}"))).contains("ask for tools/list first");
    }

    @Test
    void eachOperationHasALimitOfItsOwn() {
        gateway.policy(ONE_EACH);

        gateway.forwarded(call("1", "put_a", "{}"));
        assertThat(gateway.refused(call("2", "put_b", "{}"))).contains("429", "one-each");
        gateway.forwarded(call("3", "get_a", "{}"));
        gateway.forwarded(call("4", "unlisted", "{}"));
        assertThat(gateway.ledger.taken)
                .containsOnlyKeys(
                        "rule:one-each\noperation write",
                        "rule:one-each\noperation read",
                        "rule:one-each\noperation destructive");
    }

    @Test
    void aBudgetIsOfEachOperation() {
        gateway.policy(
                """
                [operations]
                write = ["put_*"]

                [[budgets]]
                id = "pens"
                limit = 1
                per = ["operation", "tool"]

                [[rules]]
                id = "a-pen"
                tool = "*"
                action = "spend"
                budget = "pens"
                operations = ["write"]
                """);

        gateway.forwarded(call("1", "put_a", "{}"));
        assertThat(gateway.ledger.taken)
                .containsOnlyKeys("budget:pens\noperation write\ntool put_a");
    }

    @Test
    void repeatsAreCountedWhateverServersSayOfTheTool() {
        gateway.policy(
                """
                [[rules]]
                id = "no-circles"
                tool = "*"
                action = "limit_repeats"
                max_repeats = 1
                operations = ["write"]
                """);
        listed(tool("add", "\"destructiveHint\":false"));

        gateway.forwarded(call("1", "add", "{}"));
        gateway.release(notification("notifications/tools/list_changed", "{}"));
        assertThat(gateway.refused(call("2", "add", "{}"))).contains("no-circles");
    }
}
