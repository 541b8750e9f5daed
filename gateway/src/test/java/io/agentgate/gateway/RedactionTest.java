package io.agentgate.gateway;

import static io.agentgate.gateway.TestGateway.call;
import static io.agentgate.gateway.TestGateway.error;
import static io.agentgate.gateway.TestGateway.notification;
import static io.agentgate.gateway.TestGateway.reply;
import static io.agentgate.gateway.TestGateway.request;
import static io.agentgate.gateway.TestGateway.result;
import static io.agentgate.gateway.TestGateway.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.audit.CallStatus;
import io.agentgate.gateway.audit.Payload;
import io.agentgate.gateway.call.Ending;
import io.agentgate.gateway.call.Verdict;
import io.agentgate.protocol.Frame;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest extends GatewayTest {
    private static final String WITHHELD =
            "Withheld: redact rule 'key' matches an identifier, which cannot be rewritten";

    private static String rule(String id, String tool, String pattern, String more) {
        return "[[rules]]\nid = '"
                + id
                + "'\ntool = '"
                + tool
                + "'\naction = 'redact'\npattern = '"
                + pattern
                + "'\n"
                + more
                + "\n";
    }

    private static final String KEY = rule("key", "*", "sk-[a-z]+", "");

    private static String stored(@Nullable Payload payload) {
        return Objects.requireNonNull(payload).text();
    }

    @Test
    void everyStringOfTheArgumentsIsRedactedAndNothingElseChanges() {
        gateway.policy(KEY);
        String before =
                "{ \"a\" : \"x sk-abc y\", \"list\":[\"sk-a\",{\"deep\":[\"sk-b\"]}],\"n\":1.50,"
                        + "\"esc\":\"\\u0073k-c\\/\",\"same\":\"\\u00e9\",\"sk-name\":1}";
        String after =
                "{ \"a\" : \"x [REDACTED] y\","
                        + " \"list\":[\"[REDACTED]\",{\"deep\":[\"[REDACTED]\"]}],"
                        + "\"n\":1.50,\"esc\":\"[REDACTED]/\",\"same\":\"\\u00e9\",\"sk-name\":1}";

        assertThat(gateway.forwarded(call("1", "post", before)))
                .isEqualTo(call("1", "post", after));
    }

    @Test
    void recordSaysWhichRulesChangedArgumentsAndAnswer() {
        gateway.policy(
                rule("mail", "*", "[a-z]+@example", "")
                        + KEY
                        + rule("never", "*", "nowhere", "")
                        + rule("same", "*", "x", "replacement = 'x'"));
        gateway.forwarded(call("1", "post", "{\"x\":\"sk-abc\"}"));
        gateway.delivered(result("1", text("sk-abc of me@example")));
        gateway.forwarded(call("2", "post", "{\"x\":\"plain\"}"));
        gateway.delivered(result("2", text("plain")));

        assertThat(gateway.decisions())
                .extracting(decided -> decided.basis().redactions().rules())
                .containsExactly(List.of("key"), List.of());
        assertThat(gateway.outcomes())
                .extracting(settled -> settled.end().redactions().rules())
                .containsExactly(List.of("mail", "key"), List.of());
    }

    @Test
    void argumentsOnlyAreRedacted() {
        gateway.policy(KEY);
        String message =
                "{\"jsonrpc\":\"2.0\",\"id\":\"sk-id\",\"method\":\"tools/call\",\"params\":{"
                        + "\"name\":\"sk-tool\",\"_meta\":{\"progressToken\":\"sk-token\"},"
                        + "\"arguments\":{}}}";

        assertThat(gateway.forwarded(message)).isEqualTo(message);
    }

    @Test
    void rulesApplyOneAfterTheOther() {
        gateway.policy(
                rule("one", "post", "(a+)", "replacement = 'b${1}b'")
                        + rule("two", "*", "b", "replacement = 'c'")
                        + rule("other", "get", "c", ""));

        assertThat(gateway.forwarded(call("1", "post", "{\"x\":\"aa\"}")))
                .isEqualTo(call("1", "post", "{\"x\":\"caac\"}"));
    }

    @Test
    void replacementIsWrittenAsJson() {
        gateway.policy(rule("quote", "*", "Q", "replacement = '\"\\n'"));

        assertThat(gateway.forwarded(call("1", "post", "{\"x\":\"Q\"}")))
                .isEqualTo(call("1", "post", "{\"x\":\"\\\"\\\\n\"}"));
    }

    @Test
    void conditionDecidesAboutArgumentsOnly() {
        gateway.policy(
                rule("key", "post", "sk-[a-z]+", "condition = 'arguments.to matches \"out\"'"));

        String inside = call("1", "post", "{\"to\":\"in\",\"x\":\"sk-abc\"}");
        assertThat(gateway.forwarded(inside)).isEqualTo(inside);
        assertThat(gateway.forwarded(call("2", "post", "{\"to\":\"out\",\"x\":\"sk-abc\"}")))
                .contains("[REDACTED]");
        assertThat(gateway.delivered(result("1", text("sk-abc"))))
                .isEqualTo(result("1", text("[REDACTED]")));
    }

    @Test
    void phaseKeepsARuleToItsDirection() {
        gateway.policy(
                rule("up", "*", "secret", "on = 'arguments'")
                        + rule("down", "*", "hidden", "on = 'results'"));

        assertThat(gateway.forwarded(call("1", "post", "{\"x\":\"secret hidden\"}")))
                .isEqualTo(call("1", "post", "{\"x\":\"[REDACTED] hidden\"}"));
        assertThat(gateway.delivered(result("1", text("secret hidden"))))
                .isEqualTo(result("1", text("secret [REDACTED]")));
    }

    @Test
    void rewriteThatIsTooLargeToForwardIsRefused() {
        gateway.policy(rule("grow", "*", "x", "replacement = '" + "y".repeat(1000) + "'"));

        assertThat(gateway.refused(call("1", "post", "{\"x\":\"" + "x".repeat(5000) + "\"}")))
                .contains("\"code\":503", "The call could not be rewritten");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"content\":[{\"type\":\"text\",\"text\":\"sk-abc\"}]}|"
                        + "{\"content\":[{\"type\":\"text\",\"text\":\"[REDACTED]\"}]}",
                "{\"structuredContent\":{\"a\":{\"b\":[1,\"sk-abc\"]}}}|"
                        + "{\"structuredContent\":{\"a\":{\"b\":[1,\"[REDACTED]\"]}}}",
                "{\"_meta\":{\"note\":\"sk-abc\"},\"isError\":true}|"
                        + "{\"_meta\":{\"note\":\"[REDACTED]\"},\"isError\":true}",
                "{\"content\":[{\"type\":\"resource\",\"resource\":{\"text\":\"\\u0073k-abc\"}}]}|"
                    + "{\"content\":[{\"type\":\"resource\",\"resource\":{\"text\":\"[REDACTED]\"}}]}",
                "\"sk-abc\"|\"[REDACTED]\""
            })
    void everyStringOfAResultIsRedacted(String before, String after) {
        gateway.policy(KEY);
        gateway.forwarded(call("1", "get", "{}"));

        assertThat(gateway.delivered(result("1", before))).isEqualTo(result("1", after));
        assertThat(stored(gateway.outcomes().getFirst().result())).isEqualTo(after);
    }

    @Test
    void errorsOfTheServerAreRedacted() {
        gateway.policy(KEY);
        gateway.forwarded(call("1", "get", "{}"));

        assertThat(
                        gateway.delivered(
                                "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-1,"
                                        + "\"message\":\"bad sk-abc\",\"data\":[\"sk-abc\"]}}"))
                .isEqualTo(
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-1,"
                                + "\"message\":\"bad [REDACTED]\",\"data\":[\"[REDACTED]\"]}}");
    }

    @Test
    void resultOfAToolIsRedactedByTheRulesOfThatTool() {
        gateway.policy(rule("key", "get", "sk-[a-z]+", ""));
        gateway.forwarded(call("1", "get", "{}"));
        gateway.forwarded(call("2", "other", "{}"));

        assertThat(gateway.delivered(result("1", text("sk-abc")))).contains("[REDACTED]");
        assertThat(gateway.delivered(result("2", text("sk-abc")))).contains("sk-abc");
    }

    @Test
    void messagesWithoutACallAreRedactedByRulesForEveryToolOnly() {
        gateway.policy(rule("one", "get", "private", "") + rule("all", "*", "secret", ""));
        gateway.forwarded(
                request("1", "resources/read").replace("}", ",\"params\":{\"uri\":\"a:b\"}}"));

        assertThat(gateway.delivered(result("1", "{\"contents\":[{\"text\":\"private secret\"}]}")))
                .isEqualTo(result("1", "{\"contents\":[{\"text\":\"private [REDACTED]\"}]}"));
        assertThat(
                        gateway.delivered(
                                notification("notifications/message", "{\"data\":\"secret\"}")))
                .isEqualTo(notification("notifications/message", "{\"data\":\"[REDACTED]\"}"));
        assertThat(
                        gateway.delivered(
                                "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"elicitation/create\","
                                        + "\"params\":{\"message\":\"your secret\"}}"))
                .contains("your [REDACTED]");
    }

    @Test
    void descriptionsOfToolsAreRedacted() {
        gateway.policy(KEY);
        gateway.forwarded(request("1", "tools/list"));

        assertThat(
                        gateway.delivered(
                                result(
                                        "1",
                                        "{\"tools\":[{\"name\":\"a\",\"description\":\"use"
                                                + " sk-abc\"}]}")))
                .contains("use [REDACTED]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"nextCursor\":\"sk-abc\"}",
                "{\"requestState\":\"sk-abc\"}",
                "{\"tools\":[{\"name\":\"sk-abc\"}]}",
                "{\"structuredContent\":{\"sk-abc\":1}}",
                "{\"structuredContent\":{\"\\u0073k-abc\":1}}",
                "{\"task\":{\"taskId\":\"sk-abc\"}}"
            })
    void hitInAnIdentifierOrAMemberNameWithholdsTheAnswer(String result) {
        gateway.policy(KEY);
        gateway.forwarded(call("1", "get", "{}"));

        assertThat(gateway.delivered(result("1", result)))
                .isEqualTo(
                        error("1", -32603, WITHHELD, "\"decisionId\":\"w1-1\",\"rule\":\"key\","));
        assertThat(gateway.outcomes().getFirst().status()).isEqualTo(CallStatus.ERROR);
        assertThat(gateway.outcomes().getFirst().reason()).isEqualTo(WITHHELD);
        assertThat(gateway.first.endings).containsExactly(Ending.FAILED);
    }

    @Test
    void hitInAnAnswerWithoutACallWithholdsItToo() {
        gateway.policy(KEY);
        gateway.forwarded(request("1", "tools/list"));

        assertThat(gateway.delivered(result("1", "{\"nextCursor\":\"sk-abc\"}")))
                .isEqualTo(error("1", -32603, WITHHELD, "\"rule\":\"key\","));
    }

    @Test
    void hitInANotificationsTokenDropsIt() {
        gateway.policy(KEY);

        assertThat(
                        gateway.release(
                                notification(
                                        "notifications/progress",
                                        "{\"progressToken\":\"sk-abc\"}")))
                .isEqualTo(Ruling.DROP);
        assertThat(gateway.notes()).containsExactly("message_dropped: " + WITHHELD);
    }

    @Test
    void hitInAMemberOfARequestOfTheServerRefusesIt() {
        gateway.policy(KEY);

        assertThat(
                        reply(
                                gateway.release(
                                        "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"sampling/createMessage\","
                                            + "\"params\":{\"sk-abc\":1}}")))
                .isEqualTo(error("5", -32603, WITHHELD, "\"rule\":\"key\","));
        assertThat(gateway.session.serverRequests().isEmpty()).isTrue();
    }

    @Test
    void answerIsRedactedByThePolicyOfItsCall() {
        gateway.policy(KEY);
        gateway.forwarded(call("1", "get", "{}"));
        gateway.policy("default = 'deny'");

        assertThat(gateway.delivered(result("1", text("sk-abc")))).contains("[REDACTED]");
    }

    @Test
    void answerToACallFromBeforeAPolicyIsNotTouchedByIt() {
        gateway.forwarded(call("1", "get", "{}"));
        gateway.policy(KEY);

        assertThat(gateway.delivered(result("1", text("sk-abc")))).contains("sk-abc");
        assertThat(gateway.decisions().getFirst().basis().revision()).isEqualTo("none");
    }

    @Test
    void redactionSeesLoneSurrogatesReplaced() {
        gateway.policy(rule("key", "*", "a\\x{FFFD}b", ""));
        gateway.forwarded(call("1", "get", "{}"));

        assertThat(gateway.delivered(result("1", text("a\\udfffb"))))
                .isEqualTo(result("1", text("[REDACTED]")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"not json", "{\"jsonrpc\":\"2.0\",\"method\":\"x\"}"})
    void rewriteOfAnAnswerThatIsNoAnswerIsWithheld(String rewritten) {
        gateway.forwarded(call("1", "get", "{}"));
        gateway.last.onDelivery =
                delivery ->
                        new Verdict.Rewrite(
                                Frame.of(rewritten.getBytes(StandardCharsets.UTF_8)), List.of());

        assertThat(gateway.delivered(result("1", text("x"))))
                .contains("\"code\":503", "The message could not be rewritten");
    }

    @Test
    void secretsOfForwardedCallsAreNotInTheJournal() throws IOException {
        gateway.policy(KEY);
        gateway.forwarded(call("1", "post", "{\"x\":\"sk-abc\"}"));
        gateway.delivered(result("1", text("sk-abc")));

        assertThat(stored(gateway.decisions().getFirst().arguments()))
                .isEqualTo("{\"x\":\"[REDACTED]\"}");
        assertThat(gateway.rawJournal()).contains("[REDACTED]").doesNotContain("sk-abc");
    }

    @Test
    void secretsOfRefusedCallsAreNotInTheJournal() throws IOException {
        gateway.policy(
                rule("results-only", "post", "sk-[a-z]+", "on = 'results'")
                        + rule("arguments-only", "post", "ghp_[a-z]+", "on = 'arguments'")
                        + rule("never", "post", "pw=[a-z]+", "condition = 'time.hour == 3'")
                        + "[[rules]]\nid='no'\ntool='post'\naction='deny'\n"
                        + rule("behind", "post", "pin-[0-9]+", ""));

        gateway.refused(
                call(
                        "1",
                        "post",
                        "{\"a\":\"sk-abc\",\"b\":\"pw=hunter\",\"c\":\"\\u0070in-12\",\"d\":\"ghp_abc\",\"sk-name\":\"x\"}"));

        assertThat(stored(gateway.decisions().getFirst().arguments()))
                .isEqualTo(
                        "{\"a\":\"[REDACTED]\",\"b\":\"[REDACTED]\",\"c\":\"[REDACTED]\","
                                + "\"d\":\"[REDACTED]\","
                                + "\"[REDACTED]\":\"x\"}");
        assertThat(gateway.rawJournal())
                .contains("[REDACTED]")
                .doesNotContain("sk-abc", "sk-name", "hunter", "in-12", "ghp_");
    }

    @Test
    void storedResultIsRedactedByEveryRuleOfItsTool() throws IOException {
        gateway.policy(rule("up", "get", "sk-[a-z]+", "on = 'arguments'"));
        gateway.forwarded(call("1", "get", "{}"));

        assertThat(gateway.delivered(result("1", text("sk-abc")))).contains("sk-abc");
        assertThat(gateway.outcomes()).hasSize(1);
        assertThat(gateway.rawJournal()).doesNotContain("sk-abc");
    }

    @Test
    void secretInAWithheldAnswerIsNotInTheJournal() throws IOException {
        gateway.policy(KEY);
        gateway.forwarded(call("1", "get", "{}"));
        gateway.delivered(result("1", "{\"nextCursor\":\"sk-abc\"}"));

        assertThat(gateway.outcomes()).hasSize(1);
        assertThat(gateway.rawJournal()).doesNotContain("sk-abc");
    }

    @Test
    void secretInAnAnswerNobodyWaitsForIsNotInTheJournal() throws IOException {
        gateway.release(result("1", text("sk-abc")));
        gateway.refused("sk-abc");
        gateway.release("sk-abc");

        assertThat(gateway.notes()).hasSize(3);
        assertThat(gateway.rawJournal()).doesNotContain("sk-abc");
    }
}
