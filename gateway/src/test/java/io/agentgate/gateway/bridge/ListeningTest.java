package io.agentgate.gateway.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.Loss;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.Request;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What servers tell unasked. */
class ListeningTest {
    private static final String EMPTY = "{\"jsonrpc\":\"2.0\",\"id\":%d,\"result\":{}}";
    private static final String NO_CHANGES =
            TestBridge.DISCOVERED.replace("{\"listChanged\":true}", "{}");

    private final TestBridge bridge = TestBridge.stateless();

    private Request listened() {
        Request listen = bridge.server.next();
        assertThat(listen.method()).isEqualTo("subscriptions/listen");
        return listen;
    }

    private void acknowledge(Request listen, String uris) {
        bridge.server.notifies(
                "notifications/subscriptions/acknowledged",
                "{\"notifications\":{\"toolsListChanged\":true,\"resourceSubscriptions\":%s},\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":%s}}"
                        .formatted(uris, listen.id()),
                listen.id());
    }

    private void tells(Request listen, String method, String params) {
        bridge.server.notifies(
                method,
                "{%s\"_meta\":{\"a\":1,\"io.modelcontextprotocol/subscriptionId\":%s}}"
                        .formatted(params, listen.id()),
                listen.id());
    }

    @Test
    void changesThatTheServerOffersAreListenedToFromTheBeginning() {
        bridge.send(TestBridge.INITIALIZED);
        Request listen = listened();
        assertThat(listen.frame().text())
                .contains(
                        "\"params\":{\"notifications\":{\"toolsListChanged\":true},\"_meta\":{"
                                + TestBridge.META);
        acknowledge(listen, "[]");
        assertThat(bridge.client.heard).isEmpty();
        tells(listen, "notifications/tools/list_changed", "");
        assertThat(bridge.client.next())
                .isEqualTo(
                        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\","
                                + "\"params\":{\"_meta\":{\"a\":1}}}");
    }

    @Test
    void serverThatOffersNothingIsNotListenedTo() {
        TestBridge quiet = TestBridge.stateless(NO_CHANGES);
        quiet.send(TestBridge.INITIALIZED);
        assertThat(quiet.server.got).isEmpty();
    }

    @Test
    void subscriptionIsAnsweredOnceItIsAcknowledged() {
        bridge.request(3, "resources/subscribe", "{\"uri\":\"test://a\"}");
        Request listen = listened();
        assertThat(listen.frame().text()).contains("\"resourceSubscriptions\":[\"test://a\"]");
        assertThat(bridge.client.heard).isEmpty();
        acknowledge(listen, "[\"test://a\"]");
        assertThat(bridge.client.next()).isEqualTo(EMPTY.formatted(3));
        tells(listen, "notifications/resources/updated", "\"uri\":\"test://a\",");
        assertThat(bridge.client.next()).contains("\"uri\":\"test://a\"");
    }

    @Test
    void nextSubscriptionTakesThePlaceOfTheFirstWithoutAGap() {
        bridge.request(3, "resources/subscribe", "{\"uri\":\"test://a\"}");
        Request first = listened();
        acknowledge(first, "[\"test://a\"]");
        bridge.client.heard.clear();
        bridge.request(4, "resources/subscribe", "{\"uri\":\"test://b\"}");
        Request second = listened();
        assertThat(second.frame().text())
                .contains("\"resourceSubscriptions\":[\"test://a\",\"test://b\"]");
        tells(first, "notifications/resources/updated", "\"uri\":\"test://a\",");
        assertThat(bridge.client.notified()).isEqualTo("notifications/resources/updated");
        assertThat(bridge.server.givenUp).isEmpty();
        acknowledge(second, "[\"test://a\",\"test://b\"]");
        assertThat(bridge.server.givenUp).containsExactly(first.id());
        assertThat(bridge.client.next()).isEqualTo(EMPTY.formatted(4));
    }

    @Test
    void whatIsWantedInTheMeantimeWaitsAndGoesTogether() {
        bridge.request(3, "resources/subscribe", "{\"uri\":\"test://a\"}");
        Request first = listened();
        bridge.request(4, "resources/subscribe", "{\"uri\":\"test://b\"}");
        bridge.request(5, "resources/unsubscribe", "{\"uri\":\"test://a\"}");
        assertThat(bridge.server.got).isEmpty();
        acknowledge(first, "[\"test://a\"]");
        Request second = listened();
        assertThat(second.frame().text()).contains("\"resourceSubscriptions\":[\"test://b\"]");
        acknowledge(second, "[\"test://b\"]");
        assertThat(bridge.client.heard)
                .containsExactly(EMPTY.formatted(3), EMPTY.formatted(4), EMPTY.formatted(5));
    }

    @Test
    void lastUnsubscriptionEndsTheListening() {
        TestBridge quiet = TestBridge.stateless(NO_CHANGES);
        quiet.request(3, "resources/subscribe", "{\"uri\":\"test://a\"}");
        Request listen = quiet.server.next();
        quiet.server.notifies(
                "notifications/subscriptions/acknowledged",
                "{\"notifications\":{\"resourceSubscriptions\":[\"test://a\"]},\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":%s}}"
                        .formatted(listen.id()),
                listen.id());
        quiet.request(4, "resources/unsubscribe", "{\"uri\":\"test://a\"}");
        assertThat(quiet.server.givenUp).containsExactly(listen.id());
        assertThat(quiet.server.got).isEmpty();
        assertThat(quiet.client.heard).containsExactly(EMPTY.formatted(3), EMPTY.formatted(4));
    }

    @Test
    void refusalOfTheServerIsTheAnswer() {
        bridge.request(3, "resources/subscribe", "{\"uri\":\"test://a\"}");
        bridge.server.fails(listened(), -32601);
        assertThat(bridge.client.next()).contains("\"id\":3,\"error\":{\"code\":-32601");
        assertThat(bridge.timers).isEmpty();
    }

    @Test
    void resourceThatIsNotAcknowledgedIsNotSubscribedTo() {
        bridge.request(3, "resources/subscribe", "{\"uri\":\"test://a\"}");
        acknowledge(listened(), "[]");
        assertThat(bridge.client.next()).contains("\"id\":3,\"error\":{\"code\":-32603");
    }

    @Test
    void subscriptionIsNotAcknowledgedByWhatIsNotOfIt() {
        bridge.request(3, "resources/subscribe", "{\"uri\":\"test://a\"}");
        bridge.server.notifies(
                "notifications/subscriptions/acknowledged",
                "{\"notifications\":{\"resourceSubscriptions\":[\"test://a\"]},\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":\"other\"}}",
                null);
        assertThat(bridge.client.heard).isEmpty();
    }

    @Test
    void subscriptionWithoutAResourceIsRefused() {
        bridge.request(3, "resources/subscribe", "{}");
        assertThat(bridge.client.next()).contains("\"id\":3,\"error\":{\"code\":-32602");
    }

    @Test
    void sessionMayNotHaveTooManySubscriptions() {
        bridge.request(
                3,
                "resources/subscribe",
                "{\"uri\":\"test://%s\"}".formatted("a".repeat(Listening.MAX_CHARACTERS)));
        assertThat(bridge.client.next()).contains("\"id\":3,\"error\":{\"code\":-32603");
        assertThat(bridge.server.got).isEmpty();
    }

    @Test
    void subscriptionsThatWaitCountToo() {
        String half = "a".repeat(Listening.MAX_CHARACTERS / 2);
        bridge.request(3, "resources/subscribe", "{\"uri\":\"1%s\"}".formatted(half));
        bridge.request(4, "resources/subscribe", "{\"uri\":\"2%s\"}".formatted(half));
        assertThat(bridge.client.next()).contains("\"id\":4,\"error\":{\"code\":-32603");
        assertThat(bridge.server.got).hasSize(1);
    }

    @Test
    void unsubscriptionFromWhatIsNotSubscribedToIsAnsweredAtOnce() {
        bridge.request(3, "resources/unsubscribe", "{\"uri\":\"test://a\"}");
        assertThat(bridge.client.next()).isEqualTo(EMPTY.formatted(3));
        assertThat(bridge.server.got).isEmpty();
    }

    @Test
    void listeningThatEndsIsBegunAgainAfterPausesThatGrow() {
        bridge.send(TestBridge.INITIALIZED);
        for (int i = 0; i < 10; i++) {
            Request listen = listened();
            acknowledge(listen, "[]");
            bridge.server.loses(listen, Loss.BROKEN);
            assertThat(bridge.server.got).isEmpty();
            assertThat(bridge.timers).hasSize(1);
            bridge.ring();
        }
        assertThat(bridge.pauses.getFirst())
                .isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
        assertThat(bridge.pauses.getLast())
                .isBetween(Duration.ofSeconds(30), Listening.LONGEST_PAUSE);
    }

    @Test
    void listeningThatTheServerEndsIsBegunAgainWithAllThatIsWanted() {
        bridge.request(3, "resources/subscribe", "{\"uri\":\"test://a\"}");
        Request listen = listened();
        acknowledge(listen, "[\"test://a\"]");
        bridge.server.answers(listen, "{\"resultType\":\"complete\"}");
        bridge.ring();
        assertThat(listened().frame().text()).contains("\"resourceSubscriptions\":[\"test://a\"]");
        assertThat(bridge.client.next()).isEqualTo(EMPTY.formatted(3));
        assertThat(bridge.client.heard).isEmpty();
    }

    @Test
    void refusalOfWhatWasAcknowledgedOnceIsNotTheLastWord() {
        bridge.request(3, "resources/subscribe", "{\"uri\":\"test://a\"}");
        Request listen = listened();
        acknowledge(listen, "[\"test://a\"]");
        bridge.server.loses(listen, Loss.BROKEN);
        bridge.ring();
        bridge.server.fails(listened(), -32603);
        bridge.ring();
        assertThat(listened().frame().text()).contains("\"resourceSubscriptions\":[\"test://a\"]");
    }

    @Test
    void refusalToTellOfChangesIsTheLastWord() {
        bridge.send(TestBridge.INITIALIZED);
        bridge.server.fails(listened(), -32601);
        assertThat(bridge.timers).isEmpty();
        assertThat(bridge.client.heard).isEmpty();
    }

    @Test
    void serverOverAPipeEndsItByCancelling() {
        bridge.send(TestBridge.INITIALIZED);
        Request listen = listened();
        acknowledge(listen, "[]");
        bridge.server.notifies(
                "notifications/cancelled", "{\"requestId\":%s}".formatted(listen.id()), null);
        assertThat(bridge.timers).hasSize(1);
        assertThat(bridge.client.heard).isEmpty();
    }

    @Test
    void serverCannotCancelARequestOfTheClient() {
        bridge.request(3, "tools/list", "{}");
        Request sent = bridge.server.next();
        bridge.server.notifies(
                "notifications/cancelled", "{\"requestId\":%s}".formatted(sent.id()), null);
        assertThat(bridge.client.heard).isEmpty();
        bridge.server.answers(sent, "{}");
        assertThat(bridge.client.answer().id()).isEqualTo(Id.of(3));
    }

    @Test
    void nothingIsBegunAgainOnALinkThatIsClosed() {
        bridge.send(TestBridge.INITIALIZED);
        bridge.server.loses(listened(), Loss.BROKEN);
        bridge.link().close();
        bridge.ring();
        assertThat(bridge.server.got).isEmpty();
    }
}
