package io.agentgate.stdio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.call.Pending;
import io.agentgate.gateway.call.PendingRequests;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.Limits;
import io.agentgate.protocol.Peer;
import io.agentgate.protocol.Request;
import io.agentgate.protocol.Scanner;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GreetingTest {
    private static final String REFUSAL =
            "{\"jsonrpc\":\"2.0\",\"id\":0,\"error\":{\"code\":-32022,\"message\":\"no\"}}";
    private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":\"p\",\"method\":\"ping\"}";

    private final PendingRequests waiting = new PendingRequests();
    private final Greeting greeting = new Greeting(waiting);

    private static String request(int id, String method) {
        return "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"%s\",\"params\":{}}"
                .formatted(id, method);
    }

    /** The door lets a request through. */
    private void asks(int id, String method) {
        byte[] bytes = request(id, method).getBytes(UTF_8);
        Request request = (Request) new Scanner(Limits.DEFAULT, Peer.CLIENT).scan(bytes);
        waiting.add(request.id(), Pending.ungoverned(request, 0, 1));
        greeting.sends(request.frame(), request.id());
    }

    private Greeting.@Nullable Refusal hears(String message) {
        return greeting.hears(new Line.Whole(message.getBytes(UTF_8)));
    }

    @Test
    void errorToInitializeIsARefusal() {
        asks(0, "initialize");
        assertThat(hears(PING)).isNull();
        assertThat(greeting.isOver()).isFalse();

        Greeting.Refusal refusal = requireNonNull(hears(REFUSAL));
        assertThat(refusal.initialize().id()).isEqualTo(Id.of(0));
        assertThat(new String(refusal.answer(), UTF_8)).isEqualTo(REFUSAL);
        assertThat(refusal.others()).isEmpty();
        assertThat(greeting.isOver()).isTrue();
        assertThat(hears(REFUSAL)).isNull();
    }

    @Test
    void resultMeansThatNothingHasToBeTranslated() {
        asks(0, "initialize");
        assertThat(hears("{\"jsonrpc\":\"2.0\",\"id\":0,\"result\":{}}")).isNull();
        assertThat(greeting.isOver()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tools/list", "resources/list", "subscriptions/listen"})
    void requestWithoutHandshakeMeansThatThereIsNone(String method) {
        asks(0, method);
        assertThat(greeting.isOver()).isTrue();
        assertThat(hears(REFUSAL)).isNull();
    }

    @Test
    void clientMayAskWhatIsSpokenFirst() {
        asks(1, "server/discover");
        asks(2, "ping");
        assertThat(hears("{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{}}")).isNull();
        waiting.remove(Id.of(2));
        asks(0, "initialize");
        assertThat(requireNonNull(hears(REFUSAL)).others()).containsExactly(Id.of(1));
    }

    @Test
    void requestsThatWaitAreOfNoUseBehindARefusal() {
        asks(0, "initialize");
        asks(1, "tools/list");
        asks(2, "ping");
        waiting.remove(Id.of(1));
        asks(3, "ping");
        assertThat(requireNonNull(hears(REFUSAL)).others()).containsExactly(Id.of(2), Id.of(3));
    }

    @Test
    void refusalThatNobodyWaitsForIsNone() {
        asks(0, "initialize");
        waiting.abandon(Id.of(0));
        assertThat(hears(REFUSAL)).isNull();
        assertThat(greeting.isOver()).isTrue();
    }

    @Test
    void answerThatIsTooLargeIsNoRefusal() {
        asks(0, "initialize");
        assertThat(greeting.hears(new Line.Oversized(new byte[9], new byte[9]))).isNull();
        assertThat(greeting.isOver()).isFalse();
        waiting.remove(Id.of(0));
        assertThat(hears(PING)).isNull();
        assertThat(greeting.isOver()).isTrue();
    }

    @Test
    void notificationsAndAnswersSayNothing() {
        greeting.sends(
                Frame.of(
                        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}"
                                .getBytes(UTF_8)),
                null);
        assertThat(greeting.isOver()).isFalse();
    }
}
