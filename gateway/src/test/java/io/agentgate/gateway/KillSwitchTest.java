package io.agentgate.gateway;

import static io.agentgate.gateway.TestGateway.call;
import static io.agentgate.gateway.TestGateway.request;
import static io.agentgate.gateway.TestGateway.result;
import static io.agentgate.gateway.TestGateway.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentgate.gateway.audit.CallDecision;
import io.agentgate.gateway.killswitch.KillSwitch;
import io.agentgate.gateway.killswitch.KillSwitch.Everything;
import io.agentgate.gateway.killswitch.KillSwitch.Names;
import io.agentgate.gateway.killswitch.KillSwitch.OfAgent;
import io.agentgate.gateway.killswitch.KillSwitch.OfCaller;
import io.agentgate.gateway.killswitch.KillSwitch.OfServer;
import io.agentgate.gateway.killswitch.KillSwitch.OfSession;
import io.agentgate.gateway.killswitch.KillSwitch.OfTool;
import io.agentgate.gateway.killswitch.KillSwitch.Scope;
import io.agentgate.gateway.killswitch.KillSwitches;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The test gateway's session "s1" is of agent "agent", caller "caller" and server "files". */
class KillSwitchTest extends GatewayTest {
    private static final String REASON = "Stopped by an operator: the disk burns";

    private static KillSwitch of(String id, Scope scope) {
        return new KillSwitch(id, scope, "the disk burns", TestGateway.NOON);
    }

    private void set(Scope... scopes) {
        gateway.switches =
                new KillSwitches(
                        Stream.of(scopes)
                                .map(scope -> of("k" + scope.getClass().getSimpleName(), scope))
                                .toList());
    }

    static Stream<Scope> stopping() {
        return Stream.of(
                new Everything(),
                new OfServer(Names.of("files")),
                new OfServer(Names.of("f*")),
                new OfTool(null, Names.of("read_file")),
                new OfTool(null, Names.of("read_*")),
                new OfTool(null, Names.of("*")),
                new OfTool(Names.of("files"), Names.of("*_file")),
                new OfTool(Names.of("*"), Names.of("read_file")),
                new OfAgent(Names.of("agent")),
                new OfAgent(Names.of("a*t")),
                new OfCaller(Names.of("caller")),
                new OfCaller(Names.of("*")),
                new OfSession(Names.of("s1")),
                new OfSession(Names.of("s*")));
    }

    static Stream<Scope> missing() {
        return Stream.of(
                new OfServer(Names.of("file")),
                new OfServer(Names.of("Files")),
                new OfTool(null, Names.of("read")),
                new OfTool(null, Names.of("write_*")),
                new OfTool(Names.of("database"), Names.of("read_file")),
                new OfAgent(Names.of("caller")),
                new OfAgent(Names.of("*x")),
                new OfCaller(Names.of("agent")),
                new OfSession(Names.of("s2")),
                new OfSession(Names.of("stateless")));
    }

    @ParameterizedTest
    @MethodSource("stopping")
    void switchThatNamesTheCallStopsIt(Scope scope) {
        set(scope);

        assertThat(gateway.refused(call("1", "read_file", "{}")))
                .contains("\"code\":-32603", REASON);
    }

    @ParameterizedTest
    @MethodSource("missing")
    void switchThatNamesAnotherCallLetsThisThrough(Scope scope) {
        set(scope);

        gateway.forwarded(call("1", "read_file", "{}"));
    }

    @Test
    void stoppedCallIsToldWhichSwitchAndWhyAndIsRecorded() {
        set(new Everything());

        assertThat(gateway.refused(call("1", "read_file", "{\"a\":1}")))
                .isEqualTo(
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32603,\"message\":\""
                                + REASON
                                + "\",\"data\":{\"decisionId\":\"w1-1\",\"rule\":"
                                + "\"kill_switch/kEverything\",\"reason\":\""
                                + REASON
                                + "\"}}}");
        assertThat(gateway.decisions())
                .singleElement()
                .satisfies(
                        decided -> {
                            assertThat(decided.basis().decision()).isEqualTo(CallDecision.DENIED);
                            assertThat(decided.basis().rule()).isEqualTo("kill_switch/kEverything");
                            assertThat(decided.basis().reason()).isEqualTo(REASON);
                        });
    }

    @Test
    void theFirstSwitchThatStopsACallIsTheOneNamed() {
        set(new OfAgent(Names.of("nobody")), new OfCaller(Names.of("caller")), new Everything());

        assertThat(gateway.refused(call("1", "read_file", "{}"))).contains("kill_switch/kOfCaller");
    }

    @Test
    void stoppedCallIsStoppedWhateverThePolicyAllowsAndSpendsNoQuota() {
        gateway.policy(
                """
                [[rules]]
                id = "few"
                tool = "read_file"
                action = "rate_limit"
                max_calls = 2

                [[rules]]
                id = "all"
                tool = "*"
                action = "allow"
                """);
        set(new Everything());

        gateway.refused(call("1", "read_file", "{}"));

        assertThat(gateway.ledger.taken).isEmpty();
    }

    @Test
    void callUnderWayWhenTheSwitchIsSetGetsItsAnswer() {
        gateway.forwarded(call("1", "read_file", "{}"));
        set(new Everything());

        gateway.delivered(result("1", text("done")));
    }

    @Test
    void liftedSwitchStopsNothing() {
        set(new Everything());
        gateway.refused(call("1", "read_file", "{}"));

        set();

        gateway.forwarded(call("2", "read_file", "{}"));
    }

    @Test
    void otherMessagesThanCallsGoThrough() {
        set(new Everything());

        gateway.forwarded(request("1", "tools/list"));
    }

    @Test
    void twoSwitchesOfOneIdAreRefused() {
        KillSwitch one = of("k", new Everything());

        assertThatThrownBy(() -> new KillSwitches(List.of(one, one)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("k");
    }
}
