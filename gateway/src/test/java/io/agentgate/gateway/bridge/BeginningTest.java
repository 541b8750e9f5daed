package io.agentgate.gateway.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.Loss;
import io.agentgate.gateway.era.ServerEras.Speaks;
import io.agentgate.gateway.link.LinkException;
import io.agentgate.protocol.Request;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BeginningTest {
    private final TestBridge bridge = new TestBridge();

    private static String error(int id, int code) {
        return "{\"jsonrpc\":\"2.0\",\"id\":%d,\"error\":{\"code\":%d,\"message\":\"no\"}}"
                .formatted(id, code);
    }

    @Test
    void serverThatBeginsSessionsGetsAndSaysEverythingAsItIs() {
        bridge.send(TestBridge.INITIALIZE);
        assertThat(bridge.server.got.remove().frame().text()).isEqualTo(TestBridge.INITIALIZE);
        bridge.server.says("{\"jsonrpc\":\"2.0\",\"id\":0,\"result\":{\"a\" : 1}}", null);
        assertThat(bridge.client.next())
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":0,\"result\":{\"a\" : 1}}");
        assertThat(bridge.eras.handshake()).isEqualTo(Speaks.YES);

        bridge.send("{\"jsonrpc\":\"2.0\", \"id\":1,\"method\":\"ping\"}");
        assertThat(bridge.server.got.remove().frame().text())
                .isEqualTo("{\"jsonrpc\":\"2.0\", \"id\":1,\"method\":\"ping\"}");
        bridge.server.says("{\"jsonrpc\":\"2.0\",\"id\":\"s\",\"method\":\"roots/list\"}", null);
        assertThat(bridge.client.next()).contains("roots/list");
    }

    @ParameterizedTest
    @ValueSource(ints = {-32022, -32601, -32600, -32000, -32602})
    void serverThatRefusesWithAnyErrorIsAskedWhatItIs(int code) {
        bridge.send(TestBridge.INITIALIZE);
        bridge.server.fails(bridge.server.next(), code);
        assertThat(bridge.server.head().method()).isEqualTo("server/discover");
        Request discover = bridge.server.next();
        assertThat(discover.frame().text()).contains("\"_meta\":{" + TestBridge.META + "}");
        assertThat(discover.id().toString()).startsWith("\"agentgate-");
        bridge.server.answers(discover, TestBridge.DISCOVERED);

        assertThat(bridge.client.next())
                .isEqualTo(
                        "{\"jsonrpc\":\"2.0\",\"id\":0,\"result\":{\"protocolVersion\":\"2025-06-18\","
                            + "\"capabilities\":{\"tools\":{\"listChanged\":true},\"resources\":"
                            + "{\"subscribe\":true}},\"serverInfo\":{\"name\":\"modern\",\"version\":\"7\"},\"instructions\":\"Be"
                            + " kind.\"}}");
        // What was wrong with one client's words says nothing to others.
        assertThat(bridge.eras.handshake()).isEqualTo(code == -32602 ? Speaks.UNKNOWN : Speaks.NO);
        assertThat(bridge.eras.stateless()).isEqualTo(Speaks.YES);
        assertThat(bridge.eras.discovered()).isNotNull();
    }

    @Test
    void revisionThatNobodyKnowsIsAnsweredWithTheLatest() {
        bridge.send(TestBridge.INITIALIZE.replace("2025-06-18", "2031-01-01"));
        bridge.server.fails(bridge.server.next(), -32022);
        bridge.server.answers(bridge.server.next(), TestBridge.DISCOVERED);
        assertThat(bridge.client.next()).contains("\"protocolVersion\":\"2025-11-25\"");
    }

    @Test
    void serverThatTurnsTheRequestAwayIsAskedOnTheSameLink() {
        bridge.send(TestBridge.INITIALIZE);
        bridge.server.loses(bridge.server.next(), Loss.TURNED_AWAY);
        bridge.server.answers(bridge.server.next(), TestBridge.DISCOVERED);
        assertThat(bridge.client.next()).contains("protocolVersion");
        assertThat(bridge.server.opened).hasSize(1);
    }

    @Test
    void clientHearsTheFirstRefusalOfAServerThatSpeaksNeitherEra() {
        bridge.send(TestBridge.INITIALIZE);
        bridge.server.fails(bridge.server.next(), -32099);
        bridge.server.fails(bridge.server.next(), -32601);
        assertThat(bridge.client.next()).startsWith(error(0, -32099));
        assertThat(bridge.eras.stateless()).isEqualTo(Speaks.NO);
        assertThat(bridge.client.heard).isEmpty();
    }

    @Test
    void clientHearsTheFirstRefusalOfAServerThatIsSilentThen() {
        bridge.send(TestBridge.INITIALIZE);
        bridge.server.fails(bridge.server.next(), -32099);
        Request discover = bridge.server.next();
        assertThat(bridge.pauses).containsExactly(Beginning.PATIENCE);
        assertThat(bridge.client.heard).isEmpty();
        bridge.ring();
        assertThat(bridge.client.next()).startsWith(error(0, -32099));
        assertThat(bridge.eras.stateless()).isEqualTo(Speaks.UNKNOWN);

        bridge.request(1, "ping", "{}");
        assertThat(bridge.server.next().frame().text()).contains("\"id\":1,\"method\":\"ping\"");
        bridge.server.answers(discover, TestBridge.DISCOVERED);
        assertThat(bridge.client.next()).contains("supportedVersions");
    }

    @Test
    void patienceWithAServerThatAnsweredIsOfNoMoment() {
        bridge.send(TestBridge.INITIALIZE);
        bridge.server.fails(bridge.server.next(), -32022);
        bridge.server.answers(bridge.server.next(), TestBridge.DISCOVERED);
        assertThat(bridge.client.next()).contains("protocolVersion");
        bridge.ring();
        assertThat(bridge.client.heard).isEmpty();
        bridge.request(1, "tools/list", "{}");
        assertThat(bridge.server.next().frame().text()).contains(TestBridge.META);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"supportedVersions\":[\"2025-11-25\"],\"capabilities\":{}}",
                "{\"supportedVersions\":\"2026-07-28\",\"capabilities\":{}}",
                "{\"supportedVersions\":[\"2026-07-28\"],\"capabilities\":[]}",
                "{\"supportedVersions\":[\"2026-07-28\"],\"capabilities\":{},\"resultType\":\"task\"}"
            })
    void whatIsNoDiscoveryIsARefusal(String result) {
        bridge.send(TestBridge.INITIALIZE);
        bridge.server.fails(bridge.server.next(), -32022);
        bridge.server.answers(bridge.server.next(), result);
        assertThat(bridge.client.next()).startsWith(error(0, -32022));
        assertThat(bridge.eras.discovered()).isNull();
    }

    @Test
    void serverThatCannotBeReachedIsNotAskedForMore() {
        bridge.send(TestBridge.INITIALIZE);
        bridge.server.loses(bridge.server.next(), Loss.NOT_SENT);
        bridge.server.opened.getLast().ended("gone");
        assertThat(bridge.client.heard).containsExactly("lost 0 NOT_SENT: lost", "ended: gone");
        assertThat(bridge.server.got).isEmpty();
        assertThat(bridge.eras.handshake()).isEqualTo(Speaks.UNKNOWN);
    }

    @Test
    void serverThatEndsAtTheFirstMessageIsStartedOnceMore() {
        bridge.send(TestBridge.INITIALIZE);
        bridge.server.refusal = new LinkException("it failed", Duration.ofSeconds(1));
        bridge.server.opened.getLast().ended("exit code 1");
        assertThat(bridge.pauses).containsExactly(Duration.ofSeconds(1));
        bridge.ring();
        assertThat(bridge.server.opened).hasSize(2);
        bridge.server.got.remove();
        bridge.server.answers(bridge.server.next(), TestBridge.DISCOVERED);
        assertThat(bridge.client.next()).contains("protocolVersion");
        assertThat(bridge.server.closed).isEqualTo(1);
    }

    @Test
    void serverThatEndsAgainIsGivenUp() {
        bridge.send(TestBridge.INITIALIZE);
        bridge.server.opened.getLast().ended("exit code 1");
        bridge.server.opened.getLast().ended("exit code 2");
        assertThat(bridge.client.heard).containsExactly("ended: exit code 1");
        assertThat(bridge.server.opened).hasSize(2);
        assertThat(bridge.timers).isEmpty();
    }

    @Test
    void linkThatIsLeftIsNotHeardAnyMore() {
        bridge.send(TestBridge.INITIALIZE);
        bridge.server.opened.getFirst().ended("exit code 1");
        bridge.server.got.clear();
        bridge.server.opened.getFirst().ended("late");
        assertThat(bridge.client.heard).isEmpty();
        assertThat(bridge.server.opened).hasSize(2);
    }

    @Test
    void serverThatIsKnownToRefuseHandshakesIsAskedAtOnce() {
        bridge.eras.handshake(false);
        bridge.send(TestBridge.INITIALIZE);
        Request first = bridge.server.next();
        assertThat(first.method()).isEqualTo("server/discover");
        bridge.server.answers(first, TestBridge.DISCOVERED);
        assertThat(bridge.client.next()).contains("protocolVersion");
        assertThat(bridge.server.got).isEmpty();
    }

    @Test
    void serverThatHasChangedItsEraIsSpokenWithInTheOther() {
        bridge.eras.handshake(false);
        bridge.send(TestBridge.INITIALIZE);
        bridge.server.fails(bridge.server.next(), -32601);
        Request next = bridge.server.next();
        assertThat(next.frame().text()).isEqualTo(TestBridge.INITIALIZE);
        bridge.server.answers(next, "{}");
        assertThat(bridge.client.next()).contains("\"result\":{}");
        assertThat(bridge.eras.handshake()).isEqualTo(Speaks.YES);
    }

    @Test
    void serverThatRefusesBothInEitherOrderIsNotAskedForEver() {
        bridge.eras.handshake(false);
        bridge.send(TestBridge.INITIALIZE);
        bridge.server.fails(bridge.server.next(), -32601);
        bridge.server.fails(bridge.server.next(), -32022);
        assertThat(bridge.client.next()).startsWith(error(0, -32022));
        assertThat(bridge.server.got).isEmpty();
    }

    /** Servers of the handshake era may refuse without an id, which is no answer to anything. */
    @ParameterizedTest
    @EnumSource(
            value = Loss.class,
            names = {"TURNED_AWAY", "NO_ANSWER"})
    void serverThatHasChangedItsEraMayRefuseInAnyWay(Loss how) {
        bridge.eras.handshake(false);
        bridge.send(TestBridge.INITIALIZE);
        bridge.server.loses(bridge.server.next(), how);
        bridge.server.answers(bridge.server.next(), "{}");
        assertThat(bridge.client.next()).contains("\"result\":{}");
    }

    @Test
    void serverThatIsNotThereIsNotAskedOtherwise() {
        bridge.eras.handshake(false);
        bridge.send(TestBridge.INITIALIZE);
        bridge.server.loses(bridge.server.next(), Loss.NOT_SENT);
        assertThat(bridge.client.next()).isEqualTo("lost 0 NOT_SENT: lost");
        assertThat(bridge.server.got).isEmpty();
    }

    @Test
    void discoveryThatCannotBeReadIsARefusal() {
        bridge.send(TestBridge.INITIALIZE);
        bridge.server.fails(bridge.server.next(), -32022);
        Request discover = bridge.server.next();
        bridge.server.says(
                "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":{\"a\":1,\"a\":1}}"
                        .formatted(discover.id()),
                null);
        assertThat(bridge.client.next()).startsWith(error(0, -32022));
    }

    @Test
    void refusalIsNotRememberedForEver() {
        bridge.eras.handshake(false);
        bridge.advance(Duration.ofMinutes(9));
        bridge.send(TestBridge.INITIALIZE);
        bridge.server.answers(bridge.server.next(), TestBridge.DISCOVERED);
        assertThat(bridge.eras.handshake()).isEqualTo(Speaks.NO);
        bridge.advance(Duration.ofMinutes(2));
        assertThat(bridge.eras.handshake()).isEqualTo(Speaks.UNKNOWN);
        assertThat(bridge.eras.stateless()).isEqualTo(Speaks.YES);
    }

    @Test
    void requestsBeforeTheRefusalAreLost() {
        bridge.send(TestBridge.INITIALIZE);
        Request initialize = bridge.server.next();
        bridge.request(1, "ping", "{}");
        bridge.server.fails(initialize, -32022);
        assertThat(bridge.client.next()).startsWith("lost 1 NO_ANSWER");
        bridge.request(2, "tools/list", "{}");
        assertThat(bridge.client.next()).startsWith("lost 2 NOT_SENT");
        assertThat(bridge.server.got).hasSize(2);
    }

    @Test
    void introductionThatIsTooLongIsNotCarriedAlong() {
        String name = "n".repeat(Introduction.MAX_BYTES);
        bridge.send(TestBridge.INITIALIZE.replace("tester", name));
        bridge.server.fails(bridge.server.next(), -32022);
        assertThat(bridge.client.next()).startsWith(error(0, -32022));
        assertThat(bridge.server.got).isEmpty();
    }

    @Test
    void nothingIsHeardBehindTheClose() {
        bridge.send(TestBridge.INITIALIZE);
        Request initialize = bridge.server.next();
        bridge.link().close();
        bridge.server.fails(initialize, -32022);
        assertThat(bridge.client.heard).isEmpty();
        assertThat(bridge.server.got).isEmpty();
        assertThat(bridge.server.closed).isEqualTo(1);
    }
}
