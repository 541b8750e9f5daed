package io.agentgate.gateway;

import static io.agentgate.gateway.TestGateway.call;
import static io.agentgate.gateway.TestGateway.error;
import static io.agentgate.gateway.TestGateway.notification;
import static io.agentgate.gateway.TestGateway.request;
import static io.agentgate.gateway.TestGateway.result;
import static io.agentgate.gateway.TestGateway.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.circuit.CircuitState;
import io.agentgate.gateway.meter.BreakerStates;
import io.agentgate.gateway.meter.ToolNames;
import io.agentgate.gateway.quota.RateLimits;
import io.agentgate.gateway.redact.CaptureSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallMeterTest extends GatewayTest {
    private static final String RULES =
            """
            [[rules]]
            id = "no-shell"
            tool = "bash"
            action = "deny"
            [[rules]]
            id = "few"
            tool = "post"
            action = "rate_limit"
            max_calls = 0
            [[rules]]
            id = "reads"
            tool = "read"
            action = "allow"
            """;

    @TempDir private Path place = Path.of("");

    private void listTools(String id, String tools) {
        gateway.forwarded(request(id, "tools/list"));
        gateway.delivered(result(id, "{\"tools\":" + tools + "}"));
    }

    @Test
    void callThatIsAnsweredIsInFlightUntilThen() {
        gateway.policy(RULES);
        gateway.forwarded(call("1", "read", "{}"));
        assertThat(gateway.meters.inFlight).isOne();
        assertThat(gateway.meters.counted).isEmpty();

        gateway.advance(Duration.ofMillis(250));
        gateway.delivered(result("1", text("words")));

        assertThat(gateway.meters.inFlight).isZero();
        assertThat(gateway.meters.counted).containsExactly("read success");
        assertThat(gateway.meters.nanos).containsExactly(250_000_000L);
    }

    @Test
    void everyOtherEndOfACallIsAnError() {
        gateway.policy(RULES);
        for (int id = 1; id <= 4; id++) {
            gateway.forwarded(call(Integer.toString(id), "read", "{}"));
        }
        gateway.delivered(error("1", -32602, "your fault", ""));
        gateway.delivered(result("2", "{\"isError\":true}"));
        gateway.forwarded(notification("notifications/cancelled", "{\"requestId\":3}"));
        gateway.gatekeeper.end(gateway.session, "gone");

        assertThat(gateway.meters.counted).hasSize(4).containsOnly("read error");
        assertThat(gateway.meters.inFlight).isZero();
    }

    @Test
    void refusedCallIsCountedByWhatRefusedIt() {
        gateway.policy(RULES);
        gateway.refused(call("1", "bash", "{}"));
        gateway.refused(call("2", "post", "{}"));
        gateway.policy("default = 'deny'\n" + RULES);
        gateway.refused(call("3", "unheard-of", "{}"));

        assertThat(gateway.meters.counted)
                .containsExactly(
                        "bash denied",
                        "denied by no-shell",
                        "post rate_limited",
                        "limit policy",
                        "other denied",
                        "denied by default");
        assertThat(gateway.meters.inFlight).isZero();
        assertThat(gateway.meters.nanos).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0,,,global", ",0,,per-tool", ",,0,per-agent"})
    void limitOfTheProcessIsCountedByItsScope(Long global, Long tool, Long agent, String scope)
            throws IOException {
        try (TestGateway limited =
                new TestGateway(place, CaptureSettings.ALL, new RateLimits(global, tool, agent))) {
            limited.refused(call("1", "read", "{}"));

            assertThat(limited.meters.counted)
                    .containsExactly("other rate_limited", "limit " + scope);
        }
    }

    @Test
    void ruleNamedLikeALimitOfTheProcessIsStillTheRule() {
        gateway.policy(RULES.replace("\"few\"", "\"global\""));

        gateway.refused(call("1", "post", "{}"));

        assertThat(gateway.meters.counted).contains("limit policy");
    }

    @Test
    void callThatCannotBeRecordedIsAnErrorAndNotInFlight() {
        gateway.breakJournal();

        gateway.refused(call("1", "read", "{}"));

        assertThat(gateway.meters.counted).containsExactly("other error");
        assertThat(gateway.meters.inFlight).isZero();
    }

    @Test
    void answerThatCannotBeRecordedEndsItsCallAllTheSame() {
        gateway.forwarded(call("1", "read", "{}"));
        gateway.breakJournal();

        gateway.delivered(result("1", text("words")));

        assertThat(gateway.meters.inFlight).isZero();
    }

    @Test
    void toolIsNamedOnceAServerListedIt() {
        gateway.forwarded(call("1", "search", "{}"));
        gateway.delivered(result("1", text("words")));
        listTools(
                "2",
                "[1,{\"inputSchema\":{\"name\":\"inner\"},\"name\":\"search\"},[\"x\"],"
                        + "{\"name\":7},{\"name\":\"s\\u0065nd\",\"annotations\":[{}]}]");

        assertThat(gateway.tools.label("search")).isEqualTo("search");
        assertThat(gateway.tools.label("send")).isEqualTo("send");
        assertThat(gateway.tools.label("inner")).isEqualTo(ToolNames.OTHER);
        gateway.forwarded(call("3", "search", "{}"));
        gateway.delivered(result("3", text("words")));
        assertThat(gateway.meters.counted).containsExactly("other success", "search success");
    }

    @Test
    void answersOtherThanListsNameNoTool() {
        gateway.forwarded(request("1", "resources/list"));
        gateway.delivered(result("1", "{\"tools\":[{\"name\":\"sneaky\"}]}"));
        gateway.forwarded(request("2", "tools/list"));
        gateway.delivered(error("2", -32603, "broken", ""));
        for (String odd : List.of("{}", "null", "\"tools\"", "{\"name\":\"sneaky\"}")) {
            listTools("3", odd);
        }

        assertThat(gateway.tools.label("sneaky")).isEqualTo(ToolNames.OTHER);
    }

    @Test
    void wildcardsOfAPolicyAreNoNames() {
        gateway.policy(RULES.replace("\"read\"", "\"read_*\""));
        gateway.forwarded(call("1", "read_*", "{}"));
        gateway.delivered(result("1", text("words")));

        assertThat(gateway.meters.counted).containsExactly("other success");
    }

    @Test
    void floodsOfNamesAreOther() {
        for (int tool = 0; tool < 100; tool++) {
            gateway.forwarded(call(Integer.toString(tool), "client-" + tool, "{}"));
        }
        listTools(
                "\"list\"",
                IntStream.range(0, 3 * ToolNames.MAX_NAMES)
                        .mapToObj(tool -> "{\"name\":\"t-" + tool + "\"}")
                        .collect(Collectors.joining(",", "[", "]")));
        listTools("\"more\"", "[{\"name\":\"late\"},{\"name\":\"" + "x".repeat(129) + "\"}]");
        gateway.policy(RULES);
        gateway.refused(call("\"b\"", "bash", "{}"));

        assertThat(gateway.tools.label("client-1")).isEqualTo(ToolNames.OTHER);
        assertThat(
                        IntStream.range(0, 3 * ToolNames.MAX_NAMES)
                                .mapToObj(tool -> gateway.tools.label("t-" + tool))
                                .filter(label -> !label.equals(ToolNames.OTHER)))
                .hasSize(ToolNames.MAX_NAMES);
        assertThat(gateway.tools.label("late")).isEqualTo(ToolNames.OTHER);
        assertThat(gateway.meters.counted)
                .as("the policy's names have room of their own")
                .contains("bash denied");
    }

    @Test
    void rulesOfPoliciesThatAreReloadedWithoutEndAreOther() {
        for (int revision = 0; revision < 1_001; revision++) {
            gateway.policy(RULES.replace("no-shell", "no-shell-" + revision));
            gateway.refused(call("1", "bash", "{}"));
        }

        assertThat(gateway.meters.counted)
                .contains("denied by no-shell-999")
                .doesNotContain("denied by no-shell-1000")
                .endsWith("denied by other");
    }

    @Test
    void openingAndClosingOfACircuitAreShownAndRecorded() {
        BreakerStates states = new BreakerStates(gateway.breaker, gateway.tools);
        gateway.policy(RULES);
        for (int id = 1; id <= 3; id++) {
            fail(id, "read");
        }
        assertThat(states.byTool()).isEqualTo(Map.of("read", CircuitState.OPEN));
        gateway.refused(call("4", "read", "{}"));
        assertThat(gateway.meters.counted).endsWith("read circuit_open");

        gateway.advance(Duration.ofMinutes(1));
        fail(5, "read");
        gateway.advance(Duration.ofMinutes(1));
        gateway.forwarded(call("6", "read", "{}"));
        assertThat(states.byTool()).isEqualTo(Map.of("read", CircuitState.HALF_OPEN));
        gateway.delivered(result("6", text("well again")));

        assertThat(states.byTool()).isEqualTo(Map.of("read", CircuitState.CLOSED));
        assertThat(gateway.notes())
                .containsExactly(
                        "circuit_opened: tool read of server files",
                        "circuit_closed: tool read of server files");
    }

    @Test
    void toolsThatShareALabelShowTheWorstOfTheirCircuits() {
        BreakerStates states = new BreakerStates(gateway.breaker, gateway.tools);
        fail(1, "failed-once");
        for (int id = 2; id <= 4; id++) {
            fail(id, "failed-often");
        }
        fail(5, "failed-once-too");

        assertThat(states.byTool()).isEqualTo(Map.of(ToolNames.OTHER, CircuitState.OPEN));
    }

    @Test
    void whatARuleHidesIsNotInTheRecordOfACircuit() {
        gateway.policy(
                """
                [[rules]]
                id = "mask"
                tool = "*"
                action = "redact"
                pattern = "tok_[0-9]+"
                replacement = "[T]"
                on = "arguments"
                """);
        for (int id = 1; id <= 3; id++) {
            fail(id, "tok_123");
        }

        assertThat(gateway.notes()).containsExactly("circuit_opened: tool [T] of server files");
    }

    private void fail(int id, String tool) {
        gateway.forwarded(call(Integer.toString(id), tool, "{}"));
        gateway.delivered(error(Integer.toString(id), -32603, "broken", ""));
    }
}
