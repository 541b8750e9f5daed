package io.agentgate.gateway;

import static io.agentgate.gateway.TestGateway.call;
import static io.agentgate.gateway.TestGateway.result;
import static io.agentgate.gateway.TestGateway.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.audit.CallDecision;
import io.agentgate.gateway.call.Session;
import io.agentgate.gateway.call.SessionIdentity;
import io.agentgate.gateway.quota.RateLimits;
import io.agentgate.gateway.redact.CaptureSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessLimitsTest {
    private static final String MASK =
            """
            [[rules]]
            id = "mask"
            tool = "*"
            action = "redact"
            pattern = "tok_[0-9]+"
            replacement = "[T]"
            """;
    private static final String TWO_POSTS =
            """
            [[rules]]
            id = "few"
            tool = "post"
            action = "rate_limit"
            max_calls = 2
            """;
    private static final String POST_ALLOWED =
            """
            [[rules]]
            id = "ok"
            tool = "post"
            action = "allow"
            """;

    @TempDir private Path root = Path.of("");

    private interface Story {
        void play(TestGateway gateway);
    }

    private void under(
            @Nullable Long global, @Nullable Long perTool, @Nullable Long perAgent, Story story)
            throws IOException {
        Path place = Files.createTempDirectory(root, "gateway");
        try (TestGateway gateway =
                new TestGateway(
                        place, CaptureSettings.ALL, new RateLimits(global, perTool, perAgent))) {
            story.play(gateway);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1,,, global, Global rate limit",
        ",1,, per-tool, Rate limit of this tool",
        ",,1, per-agent, Rate limit of this agent",
        "1,1,1, global, Global rate limit",
        "2,1,1, per-tool, Rate limit of this tool"
    })
    void refusalSaysWhichLimitAndHowLongToWait(
            @Nullable Long global,
            @Nullable Long perTool,
            @Nullable Long perAgent,
            String rule,
            String words)
            throws IOException {
        under(
                global,
                perTool,
                perAgent,
                gateway -> {
                    gateway.forwarded(call("1", "post", "{}"));

                    String reason = words + " reached: wait 60 s, then retry";
                    assertThat(gateway.refused(call("2", "post", "{}")))
                            .isEqualTo(
                                    "{\"jsonrpc\":\"2.0\",\"id\":2,\"error\":{\"code\":429,"
                                            + "\"message\":\""
                                            + reason
                                            + "\",\"data\":{\"decisionId\":\"w1-2\",\"rule\":\""
                                            + rule
                                            + "\",\"reason\":\""
                                            + reason
                                            + "\",\"retryAfterSeconds\":60}}}");
                    assertThat(gateway.decisions().getLast().basis().decision())
                            .isEqualTo(CallDecision.RATE_LIMITED);
                    assertThat(gateway.decisions().getLast().basis().rule()).isEqualTo(rule);
                });
    }

    /**
     * Case agentgate-19 of the compatibility cases, where we deviate: their redact skips limits.
     */
    @Test
    void redactRuleDoesNotSkipTheLimits() throws IOException {
        under(
                0L,
                0L,
                0L,
                gateway -> {
                    gateway.policy(MASK);

                    assertThat(gateway.refused(call("1", "post", "{\"a\":\"clean\"}")))
                            .contains("\"code\":429", "\"rule\":\"global\"");
                });
        under(
                1L,
                null,
                null,
                gateway -> {
                    gateway.policy(MASK);

                    assertThat(gateway.forwarded(call("1", "post", "{\"a\":\"tok_1\"}")))
                            .contains("[T]");
                    assertThat(gateway.refused(call("2", "post", "{\"a\":\"tok_1\"}")))
                            .contains("\"rule\":\"global\"");
                });
    }

    /** Case agentgate-20: theirs prints a retry_after_secs of 18446744073709551615. */
    @Test
    void allowRuleDoesNotSkipTheGlobalLimit() throws IOException {
        under(
                0L,
                5L,
                5L,
                gateway -> {
                    gateway.policy(POST_ALLOWED);

                    assertThat(gateway.refused(call("1", "post", "{}")))
                            .contains(
                                    "\"code\":429",
                                    "\"rule\":\"global\"",
                                    "Global rate limit reached: this limit allows no calls")
                            .doesNotContain("retryAfterSeconds");
                    assertThat(gateway.decisions().getLast().basis().rule()).isEqualTo("global");
                    assertThat(gateway.ledger.taken).isEmpty();
                });
    }

    @Test
    void limitsHoldWithoutAnyRule() throws IOException {
        under(
                2L,
                null,
                null,
                gateway -> {
                    gateway.forwarded(call("1", "post", "{}"));
                    gateway.forwarded(call("2", "get", "{}"));
                    assertThat(gateway.refused(call("3", "put", "{}"))).contains("global");
                });
    }

    @Test
    void toolsAndAgentsHaveBudgetsOfTheirOwn() throws IOException {
        under(
                null,
                1L,
                2L,
                gateway -> {
                    gateway.forwarded(call("1", "post", "{}"));
                    gateway.forwarded(call("2", "get", "{}"));
                    assertThat(gateway.refused(call("3", "put", "{}"))).contains("per-agent");

                    Session other =
                            new Session(new SessionIdentity("s2", "other", "caller", "mail"));
                    assertThat(admit(gateway, other, call("1", "post", "{}")))
                            .isInstanceOf(Ruling.Forward.class);
                    assertThat(admit(gateway, other, call("2", "post", "{}")))
                            .isInstanceOf(Ruling.Reply.class);
                });
    }

    private static Ruling admit(TestGateway gateway, Session session, String message) {
        return gateway.gatekeeper.admit(session, message.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void limitsOfRulesAreCheckedFirst() throws IOException {
        under(
                2L,
                2L,
                2L,
                gateway -> {
                    gateway.policy(TWO_POSTS);
                    gateway.forwarded(call("1", "post", "{}"));
                    gateway.forwarded(call("2", "post", "{}"));

                    assertThat(gateway.refused(call("3", "post", "{}")))
                            .contains("\"rule\":\"few\"", "policy rule 'few'");
                    assertThat(gateway.refused(call("4", "get", "{}")))
                            .contains("\"rule\":\"global\"");
                });
    }

    @Test
    void callIsChargedToAllLimitsOrToNone() throws IOException {
        under(
                100L,
                1L,
                100L,
                gateway -> {
                    gateway.policy(TWO_POSTS);
                    gateway.forwarded(call("1", "post", "{}"));
                    gateway.refused(call("2", "post", "{}"));
                    gateway.refused(call("3", "post", "{}"));

                    assertThat(gateway.ledger.taken)
                            .containsOnlyKeys(
                                    "rule:few", "global", "tool:files\npost", "agent:agent");
                    assertThat(gateway.ledger.taken.values()).containsOnly(1);
                });
    }

    @Test
    void deniedCallSpendsNothing() throws IOException {
        under(
                1L,
                1L,
                1L,
                gateway -> {
                    gateway.policy(POST_ALLOWED.replace("allow", "deny"));
                    for (int id = 1; id <= 5; id++) {
                        gateway.refused(call("1", "post", "{}"));
                    }

                    assertThat(gateway.ledger.taken).isEmpty();
                    gateway.forwarded(call("2", "get", "{}"));
                });
    }

    @Test
    void answersAndOtherMessagesSpendNothing() throws IOException {
        under(
                1L,
                null,
                null,
                gateway -> {
                    gateway.forwarded(TestGateway.request("1", "tools/list"));
                    gateway.delivered(result("1", "{}"));
                    gateway.forwarded(call("2", "post", "{}"));
                    gateway.delivered(result("2", text("done")));

                    assertThat(gateway.ledger.committed).isOne();
                    gateway.forwarded(TestGateway.request("3", "ping"));
                });
    }

    @Test
    void ruleCalledGlobalIsNotTakenForTheGlobalLimit() throws IOException {
        under(
                5L,
                null,
                null,
                gateway -> {
                    gateway.policy(TWO_POSTS.replace("few", "global").replace("= 2", "= 0"));

                    assertThat(gateway.refused(call("1", "post", "{}")))
                            .contains("Rate limit of policy rule 'global' reached");
                });
    }
}
