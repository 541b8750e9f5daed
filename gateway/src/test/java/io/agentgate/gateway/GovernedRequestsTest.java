package io.agentgate.gateway;

import static io.agentgate.gateway.TestGateway.call;
import static io.agentgate.gateway.TestGateway.error;
import static io.agentgate.gateway.TestGateway.notification;
import static io.agentgate.gateway.TestGateway.reply;
import static io.agentgate.gateway.TestGateway.request;
import static io.agentgate.gateway.TestGateway.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.audit.CallStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules about other requests than calls of tools. */
class GovernedRequestsTest extends GatewayTest {
    private static final String NO_SECRETS =
            "[[rules]]\nid='no-secrets'\nresources=['file:///secret/*']\naction='deny'\n";

    private static String about(String method, String params) {
        return notification(method, params).replace("\"method\"", "\"id\":1,\"method\"");
    }

    private static String read(String uri) {
        return about("resources/read", "{\"uri\":\"" + uri + "\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:///secret/key",
                "FILE:///secret/key",
                "file:/secret/key",
                "file://localhost/secret/key",
                "file:///%73ecret/key",
                "file:///secret%2fkey",
                "file:////secret//key",
                "file:///public/../secret/key",
                "file:///public/%2e%2e/secret/key",
                "file:///secret\\\\key",
                "file:///./secret/key",
            })
    void deniedResourceIsRefusedAsACallIs(String uri) {
        gateway.policy(NO_SECRETS);
        String reason = "Blocked by policy rule 'no-secrets'";

        assertThat(gateway.refused(read(uri)))
                .isEqualTo(
                        error(
                                "1",
                                -32603,
                                reason,
                                "\"decisionId\":\"w1-1\",\"rule\":\"no-secrets\","));
        assertThat(gateway.decisions())
                .singleElement()
                .satisfies(
                        decided -> {
                            assertThat(decided.origin().tool()).startsWith("resources/read ");
                            assertThat(decided.basis().rule()).isEqualTo("no-secrets");
                            assertThat(decided.basis().decision().statusUntilSettled())
                                    .isEqualTo(CallStatus.DENIED);
                        });
        assertThat(gateway.session.clientRequests().isEmpty()).isTrue();
    }

    @Test
    void allowedResourceIsRecordedWithItsAnswer() {
        gateway.policy(NO_SECRETS);
        String read = read("file:///public/a");

        assertThat(gateway.forwarded(read)).isEqualTo(read);
        assertThat(gateway.delivered(result("1", "{\"contents\":[]}")))
                .isEqualTo(result("1", "{\"contents\":[]}"));
        assertThat(gateway.decisions())
                .extracting(decided -> decided.origin().tool())
                .containsExactly("resources/read file:///public/a");
        assertThat(gateway.outcomes())
                .extracting(settled -> settled.end().status())
                .containsExactly(CallStatus.ALLOWED);
    }

    @Test
    void rulesOfResourcesHoldForSubscriptionsOfEitherEra() {
        gateway.policy(NO_SECRETS);

        assertThat(gateway.refused(about("resources/subscribe", "{\"uri\":\"file:///secret/a\"}")))
                .contains("no-secrets");
        assertThat(
                        gateway.refused(
                                about(
                                        "subscriptions/listen",
                                        "{\"notifications\":{\"resourceSubscriptions\":"
                                                + "[\"file:///a\",\"file:///secret/a\"]}}")))
                .contains("no-secrets");
        assertThat(gateway.decisions())
                .extracting(decided -> decided.origin().tool())
                .containsOnly("resources/subscribe file:///secret/a");
        gateway.forwarded(
                about(
                        "subscriptions/listen",
                        "{\"notifications\":{\"resourceSubscriptions\":[\"file:///a\"]}}"));
    }

    @Test
    void whatIsAllowedMustBeInEachSpelling() {
        gateway.policy(
                """
                default = 'deny'
                [[rules]]
                id = 'public'
                resources = ['file:///public/*']
                action = 'allow'
                """);

        gateway.forwarded(read("file:///public/a"));
        for (String uri : new String[] {"file:///public/../secret", "file:///public/%2e%2e/s"}) {
            assertThat(gateway.refused(read(uri).replace("\"id\":1", "\"id\":2")))
                    .contains("No policy rule allows this call");
        }
    }

    @Test
    void requestsWithoutRulesPassWhateverTheDefault() {
        gateway.policy("default='deny'\n[[rules]]\nid='a'\nprompts=['greet']\naction='allow'\n");

        String read = read("file:///secret/key");
        assertThat(gateway.forwarded(read)).isEqualTo(read);
        assertThat(gateway.events()).isEmpty();
        assertThat(gateway.refused(about("prompts/get", "{\"name\":\"other\"}")))
                .contains("No policy rule allows this call");
    }

    @Test
    void promptsAreJudgedAndRewrittenByTheirArguments() {
        gateway.policy(
                """
                [[rules]]
                id = 'keys'
                prompts = ['greet']
                action = 'redact'
                pattern = 'sk-[0-9]+'
                [[rules]]
                id = 'no-root'
                prompts = ['greet']
                action = 'deny'
                condition = "arguments.user == 'root'"
                """);

        assertThat(
                        gateway.forwarded(
                                about(
                                        "prompts/get",
                                        "{\"name\":\"greet\",\"arguments\":{\"user\":\"sk-1\"}}")))
                .contains("\"user\":\"[REDACTED]\"");
        assertThat(gateway.delivered(result("1", "{\"description\":\"sk-2\"}")))
                .contains("\"description\":\"[REDACTED]\"");
        assertThat(
                        gateway.refused(
                                about(
                                        "prompts/get",
                                        "{\"name\":\"greet\",\"arguments\":{\"user\":\"root\"}}")))
                .contains("no-root");
    }

    @Test
    void redactionsOfResourcesTouchNothingElse() {
        gateway.policy(
                """
                [[rules]]
                id = 'keys'
                resources = ['file:///config/*']
                action = 'redact'
                pattern = 'sk-[0-9]+'
                """);

        gateway.forwarded(read("file:///config/a"));
        assertThat(gateway.delivered(result("1", "{\"contents\":[{\"text\":\"sk-1\"}]}")))
                .contains("[REDACTED]");
        gateway.forwarded(read("file:///other"));
        assertThat(gateway.delivered(result("1", "{\"contents\":[{\"text\":\"sk-1\"}]}")))
                .contains("sk-1");
        gateway.forwarded(call("2", "t", "{}"));
        assertThat(gateway.delivered(result("2", TestGateway.text("sk-1")))).contains("sk-1");
    }

    @Test
    void limitsOfResourcesCountThemAlone() {
        gateway.policy("[[rules]]\nid='few'\nresources=['*']\naction='rate_limit'\nmax_calls=1\n");

        gateway.forwarded(read("file:///a"));
        assertThat(gateway.refused(read("file:///b").replace("\"id\":1", "\"id\":2")))
                .contains("\"code\":429", "few");
        gateway.forwarded(call("3", "t", "{}"));
    }

    @Test
    void denialOfAQuestionAnswersTheServer() {
        gateway.policy(
                """
                [[rules]]
                id = 'short'
                methods = ['sampling/createMessage']
                action = 'deny'
                condition = 'arguments.maxTokens > 100'
                """);

        assertThat(
                        reply(
                                gateway.release(
                                        about(
                                                "sampling/createMessage",
                                                "{\"maxTokens\":101,\"messages\":[]}"))))
                .contains("\"code\":-32603", "\"rule\":\"short\"");
        gateway.delivered(about("sampling/createMessage", "{\"maxTokens\":100,\"messages\":[]}"));
        assertThat(gateway.decisions())
                .extracting(decided -> decided.origin().tool())
                .containsExactly("sampling/createMessage");
    }

    @Test
    void questionsInAnswersAreWithheld() {
        gateway.policy("[[rules]]\nid='no-forms'\nmethods=['elicitation/create']\naction='deny'\n");
        gateway.forwarded(call("1", "t", "{}"));

        assertThat(
                        gateway.delivered(
                                result(
                                        "1",
                                        "{\"resultType\":\"input_required\",\"inputRequests\":{\"k\":"
                                            + "{\"method\":\"Elicitation/create\",\"params\":"
                                            + "{\"message\":\"m\"}}}}")))
                .contains("\"code\":-32603", "no-forms")
                .doesNotContain("inputRequests");
        assertThat(gateway.notes())
                .containsExactly("message_refused: Blocked by policy rule 'no-forms'");
    }

    @Test
    void methodsThatAreNamedLeaveCallsAlone() {
        gateway.policy("[[rules]]\nid='none'\nmethods=['completion/complete']\naction='deny'\n");

        gateway.forwarded(call("1", "t", "{}"));
        gateway.forwarded(request("2", "resources/list"));
        assertThat(
                        gateway.refused(
                                about(
                                                "completion/complete",
                                                "{\"ref\":{\"type\":\"ref/prompt\",\"name\":\"p\"}}")
                                        .replace("\"id\":1", "\"id\":3")))
                .contains("none");
    }
}
