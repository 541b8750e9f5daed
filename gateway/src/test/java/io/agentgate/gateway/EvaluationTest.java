package io.agentgate.gateway;

import static io.agentgate.gateway.TestGateway.call;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.audit.Evaluation;
import io.agentgate.gateway.quota.RateLimits;
import io.agentgate.gateway.redact.CaptureSettings;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is recorded of how a call was evaluated. */
class EvaluationTest extends GatewayTest {
    private static final String MASK =
            """
            [[rules]]
            id = 'mask'
            tool = '*'
            action = 'redact'
            pattern = 'sk-[a-z]+'
            """;
    private static final String FEW =
            """
            [[rules]]
            id = 'few'
            tool = 'p*'
            action = 'rate_limit'
            max_calls = 2
            window_seconds = 30
            """;
    private static final String NO_ROOT =
            """
            [[rules]]
            id = 'no-root'
            tool = 'post'
            action = 'deny'
            condition = "arguments.path matches '^/$'"
            """;
    private static final String POST =
            """
            [[rules]]
            id = 'post-ok'
            tool = 'post'
            action = 'allow'
            """;

    private @Nullable String recorded() {
        Evaluation last = gateway.decisions().getLast().basis().evaluation();
        return last == null ? null : last.text();
    }

    private static String rule(String id, String effect) {
        return "{\"rule\":\"" + id + "\",\"effect\":\"" + effect + "\",\"condition\":\"true\"}";
    }

    @Test
    void callThatNoRuleSpeaksAboutHasNone() {
        gateway.policy(NO_ROOT + POST);
        gateway.forwarded(call("1", "read", "{}"));

        assertThat(recorded()).isNull();
    }

    @Test
    void rulesStandInTheOrderOfTheFileUpToTheOneThatDecided() {
        gateway.policy(MASK + NO_ROOT + FEW + POST + POST.replace("post-ok", "never"));
        gateway.forwarded(call("1", "post", "{\"path\":\"/tmp\"}"));

        assertThat(recorded())
                .isEqualTo(
                        "{\"rules\":["
                                + rule("mask", "redact")
                                + ","
                                + rule("few", "rate_limit")
                                + ","
                                + rule("post-ok", "allow")
                                + "],\"modifiers\":[\"mask\",\"few\"],"
                                + "\"limits\":[{\"limit\":\"few\",\"capacity\":2,\"left\":1,"
                                + "\"window_seconds\":30}]}");
    }

    @Test
    void denialHasNoModifiersAndNoLimits() {
        gateway.policy(MASK + FEW + NO_ROOT);
        gateway.refused(call("1", "post", "{\"path\":\"/\"}"));

        assertThat(recorded())
                .isEqualTo(
                        "{\"rules\":["
                                + rule("mask", "redact")
                                + ","
                                + rule("few", "rate_limit")
                                + ","
                                + rule("no-root", "deny")
                                + "]}");
    }

    @Test
    void conditionThatCouldNotBeJudgedIsUnknown() {
        gateway.policy(POST + "condition = \"arguments.path matches '^/$'\"\n");
        gateway.forwarded(call("1", "post", "{\"path\":1}"));

        assertThat(recorded())
                .isEqualTo(
                        "{\"rules\":[{\"rule\":\"post-ok\",\"effect\":\"allow\","
                                + "\"condition\":\"unknown\"}]}");
    }

    @Test
    void limitsOfTheProcessAreAmongThem(@TempDir Path place) throws IOException {
        try (TestGateway limited =
                new TestGateway(place, CaptureSettings.ALL, new RateLimits(9L, null, 5L))) {
            limited.forwarded(call("1", "read", "{}"));

            assertThat(limited.decisions().getFirst().basis().evaluation())
                    .hasToString(
                            "{\"limits\":[{\"limit\":\"global\",\"capacity\":9,\"left\":8,"
                                    + "\"window_seconds\":60},"
                                    + "{\"limit\":\"per-agent\",\"capacity\":5,\"left\":4,"
                                    + "\"window_seconds\":60}]}");
        }
    }

    @Test
    void limitThatRefusedStandsAlone() {
        gateway.policy(FEW.replace("max_calls = 2", "max_calls = 0"));
        gateway.refused(call("1", "post", "{}"));

        assertThat(recorded())
                .endsWith(
                        "\"limits\":[{\"limit\":\"few\",\"capacity\":0,\"left\":0,"
                                + "\"window_seconds\":30}]}");
    }

    @Test
    void rulesInShadowModeAreListedWithWhatTheyWouldHaveDone() {
        String shadow = "mode = 'shadow'\n";
        gateway.policy(MASK + shadow + FEW + shadow + NO_ROOT + shadow + POST + shadow);
        gateway.forwarded(call("1", "post", "{\"path\":\"/\"}"));

        assertThat(recorded())
                .endsWith(
                        "],\"shadow\":[{\"rule\":\"mask\",\"decision\":\"redact\"},"
                                + "{\"rule\":\"few\",\"decision\":\"count\"},"
                                + "{\"rule\":\"no-root\",\"decision\":\"deny\"}]}")
                .doesNotContain("modifiers", "limits");
        gateway.forwarded(call("2", "post", "{\"path\":\"/tmp\"}"));
        assertThat(recorded()).endsWith("{\"rule\":\"post-ok\",\"decision\":\"allow\"}]}");
    }

    @Test
    void defaultInShadowModeHasNoRule() {
        gateway.policy("default = 'deny'\nmode = 'shadow'\n");
        gateway.forwarded(call("1", "post", "{}"));

        assertThat(recorded()).isEqualTo("{\"shadow\":[{\"decision\":\"deny\"}]}");
        assertThat(gateway.decisions().getLast().basis().reason())
                .isEqualTo("shadow: the default would deny");
    }

    @Test
    void rulesInShadowModeBeyondTheSixtyFourthAreCounted() {
        gateway.policy(
                masks(70, "m").replace("action = 'redact'", "action = 'redact'\nmode = 'shadow'"));
        gateway.forwarded(call("1", "post", "{}"));

        assertThat(recorded())
                .contains(
                        "\"shadow\":[{\"rule\":\"m100\",\"decision\":\"redact\"}", "_left_out\":");
    }

    private static String masks(int count, String id) {
        StringBuilder rules = new StringBuilder();
        for (int i = 100; i < 100 + count; i++) {
            rules.append(MASK.replace("'mask'", "'" + id + i + "'"));
        }
        return rules.toString();
    }

    @Test
    void rulesBeyondTheSixtyFourthAreCounted() {
        gateway.policy(masks(70, "m"));
        gateway.forwarded(call("1", "post", "{}"));

        assertThat(recorded())
                .contains(rule("m163", "redact") + "],\"rules_left_out\":6,")
                .endsWith("\"m163\"],\"modifiers_left_out\":6}");
    }

    @Test
    void longIdsLeaveRoomForFewer() {
        gateway.policy(masks(70, "long-".repeat(20)) + FEW);
        gateway.forwarded(call("1", "post", "{}"));

        assertThat(String.valueOf(recorded()).length())
                .isBetween(Evaluation.MAX_BYTES * 3 / 4, Evaluation.MAX_BYTES);
        assertThat(recorded())
                .contains("\"rules_left_out\":56,", "\"modifiers_left_out\":56,")
                .contains("\"limits\":[{\"limit\":\"few\"");
    }

    @Test
    void endlessIdsAreCutAndFit() {
        gateway.policy(
                masks(3, "x".repeat(5000)) + FEW.replace("'few'", "'" + "y".repeat(5000) + "'"));
        gateway.forwarded(call("1", "post", "{}"));

        assertThat(recorded()).contains("\"" + "x".repeat(Evaluating.MAX_ID) + "\"");
    }
}
