package io.agentgate.gateway;

import static io.agentgate.gateway.TestGateway.call;
import static io.agentgate.gateway.TestGateway.error;
import static io.agentgate.gateway.TestGateway.forward;
import static io.agentgate.gateway.TestGateway.notification;
import static io.agentgate.gateway.TestGateway.reply;
import static io.agentgate.gateway.TestGateway.request;
import static io.agentgate.gateway.TestGateway.result;
import static io.agentgate.gateway.TestGateway.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.audit.CallStatus;
import io.agentgate.gateway.call.Ending;
import io.agentgate.protocol.Id;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** Requests whose answers do not come, as transports that have a connection for each see it. */
class LossTest extends GatewayTest {
    private final Queue<Runnable> endsOfTurns = new ArrayDeque<>();

    private static final Id ONE = Id.of(1);

    private Ruling lose(Loss loss) {
        return gateway.gatekeeper.lose(gateway.session, ONE, loss, "no answer came");
    }

    @Test
    void aForwardedRequestNamesWhatItAwaits() {
        Ruling call = gateway.admit(call("1", "echo", "{}"));
        Ruling list = gateway.admit(request("2", "tools/list"));
        Ruling note = gateway.admit(notification("notifications/initialized", "{}"));

        assertThat(((Ruling.Forward) call).awaits()).isEqualTo(ONE);
        assertThat(((Ruling.Forward) list).awaits()).isEqualTo(Id.of(2));
        assertThat(((Ruling.Forward) note).awaits()).isNull();
    }

    @Test
    void aCallThatWasNeverSentEndsInError() {
        gateway.admit(call("1", "echo", "{}"));

        assertThat(forward(lose(Loss.NOT_SENT))).contains("no answer came");
        assertThat(gateway.outcomes())
                .singleElement()
                .satisfies(end -> assertThat(end.status()).isEqualTo(CallStatus.ERROR));
        assertThat(gateway.last.endings).containsExactly(Ending.UNANSWERED);
    }

    @Test
    void nobodyKnowsWhatBecameOfACallWhoseConnectionBroke() {
        gateway.admit(call("1", "echo", "{}"));
        lose(Loss.BROKEN);

        assertThat(gateway.outcomes())
                .singleElement()
                .satisfies(end -> assertThat(end.status()).isEqualTo(CallStatus.UNKNOWN));
    }

    @Test
    void aCallTheServerTurnsAwayDoesNotSpeakAgainstTheServer() {
        gateway.admit(call("1", "echo", "{}"));
        lose(Loss.TURNED_AWAY);

        assertThat(gateway.last.endings).containsExactly(Ending.FAILED);
    }

    @Test
    void aRequestIsLostOnce() {
        gateway.admit(call("1", "echo", "{}"));
        lose(Loss.NO_ANSWER);

        assertThat(lose(Loss.NO_ANSWER)).isEqualTo(Ruling.DROP);
        assertThat(gateway.release(result("1", text("late")))).isEqualTo(Ruling.DROP);
    }

    @Test
    void anotherRequestOfTheProtocolIsLostTheSameWay() {
        gateway.admit(request("1", "tools/list"));

        assertThat(forward(lose(Loss.NOT_SENT)))
                .isEqualTo(error("1", -32603, "no answer came", ""));
        assertThat(gateway.outcomes()).isEmpty();
    }

    @Test
    void aClientThatLeavesSpeaksAgainstNobody() {
        gateway.admit(call("1", "echo", "{}"));
        gateway.gatekeeper.abandon(gateway.session, "the client left");

        assertThat(gateway.last.endings).containsExactly(Ending.CANCELLED);
        assertThat(gateway.outcomes())
                .singleElement()
                .satisfies(end -> assertThat(end.status()).isEqualTo(CallStatus.UNKNOWN));
    }

    @Test
    void onlyInitializeBeginsASession() {
        assertThat(first(request("1", "initialize"))).isInstanceOf(Ruling.Forward.class);
        for (String message :
                new String[] {
                    request("2", "tools/list"),
                    call("3", "echo", "{}"),
                    notification("notifications/initialized", "{}"),
                    result("4", "{}")
                }) {
            assertThat(first(message))
                    .as(message)
                    .isInstanceOfSatisfying(
                            Ruling.Reply.class,
                            back -> assertThat(back.cause()).isEqualTo(Ruling.Cause.NO_SESSION));
        }
        assertThat(gateway.decisions()).isEmpty();
    }

    private Ruling first(String message) {
        return gateway.gatekeeper.admitFirst(gateway.session, message.getBytes(UTF_8));
    }

    @Test
    void whatIsNoMessageIsToldFromWhatIsRefused() {
        gateway.policy("[[rules]]\nid='no'\ntool='rm'\naction='deny'\n");

        assertThat(((Ruling.Reply) gateway.admit("{")).cause()).isEqualTo(Ruling.Cause.NOT_MCP);
        Ruling denied = gateway.admit(call("1", "rm", "{}"));
        assertThat(reply(denied)).contains("no");
        assertThat(((Ruling.Reply) denied).cause()).isEqualTo(Ruling.Cause.REFUSED);
    }

    @Test
    void eventLoopGuardsTheSameDoor() {
        gateway.admit(call("1", "echo", "{}"));
        Gatekeeper loop = gateway.gatekeeper.forEventLoop(endsOfTurns::add);
        Ruling ruling = loop.release(gateway.session, result("1", text("hi")).getBytes(UTF_8));
        assertThat(gateway.outcomes()).isEmpty();

        endsOfTurns.remove().run();
        assertThat(forward(((Ruling.Later) ruling).await())).contains("hi");
        assertThat(gateway.outcomes()).hasSize(1);
    }

    @Test
    void wordsThatHoldWhatARuleHidesAreNotTold() {
        gateway.policy("[[rules]]\nid='keys'\ntool='x'\naction='redact'\npattern='sk-[a-z]+'\n");

        assertThat(gateway.gatekeeper.mayTell("event-1")).isTrue();
        assertThat(gateway.gatekeeper.mayTell("sk-secret")).isFalse();
    }
}
