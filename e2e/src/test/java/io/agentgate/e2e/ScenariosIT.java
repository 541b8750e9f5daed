package io.agentgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.embedded.bucket4j.Bucket4jQuotaLedger;
import io.agentgate.embedded.memory.LocalConcurrencyLedger;
import io.agentgate.schema.JsonSchemas;
import io.agentgate.testkit.scenario.DirectTransport;
import io.agentgate.testkit.scenario.FederationTransport;
import io.agentgate.testkit.scenario.HttpTransport;
import io.agentgate.testkit.scenario.Launcher;
import io.agentgate.testkit.scenario.ProgramTransport;
import io.agentgate.testkit.scenario.Scenario;
import io.agentgate.testkit.scenario.Scenarios;
import io.agentgate.testkit.scenario.SseTransport;
import io.agentgate.testkit.scenario.StdioTransport;
import io.agentgate.testkit.scenario.Transport;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every scenario, over every transport and in both eras: either is added by one more method. What
 * means nothing there is shown as skipped, with the reason.
 */
@Timeout(180)
@Execution(ExecutionMode.CONCURRENT)
class ScenariosIT {
    /** Whoever only asks what is played starts nothing. */
    private static final Launcher NO_LAUNCHER = new Launcher("", Map.of());

    @TempDir private Path scratch;

    static List<Scenario> scenarios() throws IOException, URISyntaxException {
        var root = Objects.requireNonNull(ScenariosIT.class.getResource("/scenarios"));
        return Scenarios.read(Path.of(root.toURI()));
    }

    @Test
    void scenariosAreFound() throws Exception {
        assertThat(scenarios()).hasSizeGreaterThan(15);
    }

    static List<Scenario> ofTheHandshakeEra() throws IOException, URISyntaxException {
        return scenarios().stream().filter(each -> !each.isStateless()).toList();
    }

    static List<Scenario> forStateless() throws IOException, URISyntaxException {
        return played(HttpTransport.stateless(NO_LAUNCHER));
    }

    static List<Scenario> forLifted() throws IOException, URISyntaxException {
        return played(HttpTransport.lifted(NO_LAUNCHER));
    }

    static List<Scenario> forLowered() throws IOException, URISyntaxException {
        return played(HttpTransport.lowered(NO_LAUNCHER));
    }

    static List<Scenario> forLoweredPipe() throws IOException, URISyntaxException {
        return played(StdioTransport.lowered(NO_LAUNCHER));
    }

    static List<Scenario> forThreePrograms() throws IOException, URISyntaxException {
        return played(FederationTransport.streamable(NO_LAUNCHER));
    }

    private static List<Scenario> played(Transport transport)
            throws IOException, URISyntaxException {
        return scenarios().stream().filter(each -> transport.whyNot(each) == null).toList();
    }

    @Test
    void mostAreScenariosOfBothEras() throws Exception {
        assertThat(forStateless()).filteredOn(each -> !each.isStateless()).hasSizeGreaterThan(12);
        assertThat(forLifted()).filteredOn(each -> !each.isStateless()).hasSizeGreaterThan(12);
        assertThat(forLowered()).hasSizeGreaterThan(12);
        assertThat(forLoweredPipe()).hasSizeGreaterThan(13);
        assertThat(forThreePrograms()).hasSizeGreaterThan(20);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ofTheHandshakeEra")
    void direct(Scenario scenario) throws Exception {
        Scenarios.check(
                scenario,
                new DirectTransport(
                        Bucket4jQuotaLedger::new, LocalConcurrencyLedger::new, new JsonSchemas()),
                scratch);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ofTheHandshakeEra")
    void stdio(Scenario scenario) throws Exception {
        Scenarios.check(scenario, StdioTransport.handshake(launcher()), scratch);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ofTheHandshakeEra")
    void httpJson(Scenario scenario) throws Exception {
        Scenarios.check(scenario, HttpTransport.json(launcher()), scratch);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ofTheHandshakeEra")
    void httpSse(Scenario scenario) throws Exception {
        Scenarios.check(scenario, HttpTransport.sse(launcher()), scratch);
    }

    /** One after the other, as those across the eras below: each starts a gateway of its own. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("forStateless")
    @Execution(ExecutionMode.SAME_THREAD)
    void stateless(Scenario scenario) throws Exception {
        Scenarios.check(scenario, HttpTransport.stateless(launcher()), scratch);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forLifted")
    @Execution(ExecutionMode.SAME_THREAD)
    void statelessToHandshake(Scenario scenario) throws Exception {
        Scenarios.check(scenario, HttpTransport.lifted(launcher()), scratch);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forLowered")
    @Execution(ExecutionMode.SAME_THREAD)
    void handshakeToStateless(Scenario scenario) throws Exception {
        Scenarios.check(scenario, HttpTransport.lowered(launcher()), scratch);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forLoweredPipe")
    @Execution(ExecutionMode.SAME_THREAD)
    void stdioHandshakeToStateless(Scenario scenario) throws Exception {
        Scenarios.check(scenario, StdioTransport.lowered(launcher()), scratch);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ofTheHandshakeEra")
    void httpToProgram(Scenario scenario) throws Exception {
        Scenarios.check(scenario, new ProgramTransport(launcher()), scratch);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forThreePrograms")
    void webSocketToThreePrograms(Scenario scenario) throws Exception {
        Scenarios.check(scenario, FederationTransport.socket(launcher()), scratch);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forThreePrograms")
    void httpToThreePrograms(Scenario scenario) throws Exception {
        Scenarios.check(scenario, FederationTransport.streamable(launcher()), scratch);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ofTheHandshakeEra")
    void httpToSse(Scenario scenario) throws Exception {
        Scenarios.check(scenario, new SseTransport(launcher()), scratch);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forThreePrograms")
    void eventsToThreePrograms(Scenario scenario) throws Exception {
        Scenarios.check(scenario, FederationTransport.events(launcher()), scratch);
    }

    private Launcher launcher() {
        var environment = new HashMap<>(Gateway.environment(scratch));
        environment.remove("AGENTGATE_HOME");
        return new Launcher(Gateway.command(List.of()).getFirst(), environment);
    }
}
