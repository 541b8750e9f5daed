package io.agentgate.gateway;

import static io.agentgate.gateway.TestGateway.call;
import static io.agentgate.gateway.TestGateway.notification;
import static io.agentgate.gateway.TestGateway.request;
import static io.agentgate.gateway.TestGateway.result;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Rules that go by what a server says of its tools. */
class AnnotationsTest extends GatewayTest {
    private static final String READING_ONLY =
            """
            default = 'deny'
            [[rules]]
            id = 'reading'
            tool = '*'
            action = 'allow'
            annotations = { readOnlyHint = true }
            """;

    private static final String NOTHING_DESTRUCTIVE =
            """
            [[rules]]
            id = 'careful'
            tool = '*'
            action = 'deny'
            annotations = { destructiveHint = true, readOnlyHint = false }
            """;

    private void list(String... tools) {
        gateway.forwarded(request("9", "tools/list"));
        gateway.delivered(result("9", "{\"tools\":[" + String.join(",", tools) + "]}"));
    }

    private static String tool(String name, String annotations) {
        return "{\"name\":\"" + name + "\",\"annotations\":{" + annotations + "}}";
    }

    @Test
    void toolsThatWereNotListedAreRestrictedAndNeverAllowed() {
        gateway.policy(READING_ONLY);
        assertThat(gateway.refused(call("1", "read", "{}"))).contains("No policy rule allows");

        gateway.policy(NOTHING_DESTRUCTIVE);
        assertThat(gateway.refused(call("1", "read", "{}"))).contains("careful");
    }

    @Test
    void whatTheServerLastSaidDecides() {
        gateway.policy(READING_ONLY);
        list(tool("read", "\"readOnlyHint\":true"), tool("write", ""), "{\"name\":\"bare\"}");

        gateway.forwarded(call("1", "read", "{}"));
        assertThat(gateway.refused(call("2", "write", "{}"))).contains("No policy rule allows");
        assertThat(gateway.refused(call("2", "bare", "{}"))).contains("No policy rule allows");

        list(tool("read", "\"readOnlyHint\":\"true\""));
        assertThat(gateway.refused(call("2", "read", "{}"))).contains("No policy rule allows");
    }

    @Test
    void hintsThatAreNotGivenAreThoseOfTheProtocol() {
        gateway.policy(NOTHING_DESTRUCTIVE);
        list(
                tool("add", "\"destructiveHint\":false"),
                tool("read", "\"readOnlyHint\":true"),
                tool("other", ""));

        gateway.forwarded(call("1", "add", "{}"));
        gateway.forwarded(call("2", "read", "{}"));
        assertThat(gateway.refused(call("3", "other", "{}"))).contains("careful");
    }

    @Test
    void rulesInShadowModeAreRecordedOnly() {
        gateway.policy(
                NOTHING_DESTRUCTIVE
                        + "mode = 'shadow'"
                        + System.lineSeparator()
                        + READING_ONLY.substring(READING_ONLY.indexOf("[[")));

        gateway.forwarded(call("1", "write", "{}"));
        assertThat(gateway.decisions())
                .extracting(decided -> decided.basis().reason())
                .containsExactly("shadow: rule 'careful' would deny");
    }

    @Test
    void aServerThatChangesItsToolsHasSaidNothingOfThem() {
        gateway.policy(READING_ONLY);
        list(tool("read", "\"readOnlyHint\":true"));
        gateway.release(notification("notifications/tools/list_changed", "{}"));

        assertThat(gateway.refused(call("1", "read", "{}"))).contains("No policy rule allows");
    }
}
