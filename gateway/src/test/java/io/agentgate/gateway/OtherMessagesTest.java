package io.agentgate.gateway;

import static io.agentgate.gateway.TestGateway.call;
import static io.agentgate.gateway.TestGateway.error;
import static io.agentgate.gateway.TestGateway.notification;
import static io.agentgate.gateway.TestGateway.reply;
import static io.agentgate.gateway.TestGateway.request;
import static io.agentgate.gateway.TestGateway.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.call.PendingRequests;
import io.agentgate.protocol.Id;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OtherMessagesTest extends GatewayTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"initialize", "tools/list", "ping", "resources/list", "vendor/own", "x"})
    void methodWithoutRulesGoesThroughUntouchedBothWays(String method) {
        gateway.policy("default = 'deny'");
        String request = request("1.0", method);

        assertThat(gateway.forwarded(request)).isEqualTo(request);
        assertThat(gateway.delivered(result("1.0", "{ \"a\" : 1 }")))
                .isEqualTo(result("1.0", "{ \"a\" : 1 }"));
        assertThat(gateway.events()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Tools/call",
                "TOOLS/CALL",
                "tools/call/",
                "/tools/call",
                " tools/call",
                "tools/call\\n",
                "tools/c\\u0061ll\\u0000",
                "tool\\u017f/call",
                "\\uff54ools/call",
                "tools\\uff0fcall",
                "tools/\\u200bcall"
            })
    void lookalikeOfAMethodIsRefusedInEitherDirection(String method) {
        String expected = error("1", -32601, "method not found; it resembles tools/call", "");

        assertThat(gateway.refused(request("1", method))).isEqualTo(expected);
        assertThat(reply(gateway.release(request("1", method)))).isEqualTo(expected);
        assertThat(gateway.admit(notification(method, "{}"))).isEqualTo(Ruling.DROP);
        assertThat(gateway.session.clientRequests().isEmpty()).isTrue();
        assertThat(gateway.session.serverRequests().isEmpty()).isTrue();
        assertThat(gateway.notes())
                .hasSize(3)
                .containsOnly("message_refused: a look-alike of a method's name");
    }

    @Test
    void escapedSpellingOfToolsCallIsACall() {
        gateway.policy("default = 'deny'");

        assertThat(
                        gateway.refused(
                                call("1", "x", "{}").replace("tools/call", "tool\\u0073\\/call")))
                .contains("No policy rule allows this call");
    }

    @Test
    void idInUseIsRefusedForOtherMethodsToo() {
        gateway.forwarded(call("1", "x", "{}"));

        assertThat(gateway.refused(request("1", "ping")))
                .isEqualTo(error("1", -32600, "this id belongs to a request in progress", ""));
    }

    @Test
    void malformedMessageOfTheClientIsAnsweredAndNoted() {
        assertThat(gateway.refused("{\"jsonrpc\":\"2.0\",\"id\":1,\"id\":2,\"method\":\"ping\"}"))
                .startsWith("{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32600,");
        assertThat(gateway.refused("no json"))
                .startsWith("{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32700,");
        assertThat(gateway.notes()).hasSize(2).allMatch(note -> note.startsWith("message_refused"));
    }

    @Test
    void malformedNotificationAndAnswerOfTheClientGetNoReply() {
        assertThat(gateway.admit("{\"jsonrpc\":\"2.0\",\"method\":\"x\",\"params\":[]}"))
                .isEqualTo(Ruling.DROP);
        assertThat(gateway.admit("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":1,\"result\":2}"))
                .isEqualTo(Ruling.DROP);
    }

    @Test
    void strayOutputOfTheServerIsDropped() {
        assertThat(gateway.release("Server listening on stdio")).isEqualTo(Ruling.DROP);
        assertThat(gateway.release("")).isEqualTo(Ruling.DROP);
        assertThat(gateway.notes())
                .hasSize(2)
                .allMatch(
                        note ->
                                note.startsWith(
                                        "message_dropped: the server's message is not MCP"));
    }

    @Test
    void requestOfTheServerIsAnsweredOnceUnderItsOwnSpelling() {
        String request = request("7.0", "sampling/createMessage");

        assertThat(gateway.delivered(request)).isEqualTo(request);
        assertThat(gateway.forwarded(result("7", "{\"role\":\"user\"}")))
                .isEqualTo(result("7.0", "{\"role\":\"user\"}"));
        assertThat(gateway.admit(result("7", "{}"))).isEqualTo(Ruling.DROP);
        assertThat(gateway.notes())
                .containsExactly("message_dropped: the client answered what nobody asked");
    }

    @Test
    void requestsOfBothSidesMayHaveTheSameId() {
        gateway.forwarded(request("1", "ping"));
        gateway.delivered(request("1", "ping"));

        assertThat(gateway.delivered(result("1", "{\"to\":\"client\"}"))).contains("client");
        assertThat(gateway.forwarded(result("1", "{\"to\":\"server\"}"))).contains("server");
    }

    @Test
    void idInUseIsRefusedToTheServerToo() {
        gateway.delivered(request("1", "ping"));

        assertThat(reply(gateway.release(request("1.0", "ping")))).contains("\"code\":-32600");
    }

    @Test
    void serverMayNotFillItsTable() {
        for (int id = 0; id < PendingRequests.MAX_PENDING; id++) {
            gateway.delivered(request(Integer.toString(id), "ping"));
        }

        assertThat(reply(gateway.release(request("\"x\"", "ping")))).contains("\"code\":503");
    }

    @Test
    void cancelledRequestOfTheServerNeedsNoAnswer() {
        gateway.delivered(request("1", "elicitation/create"));
        gateway.delivered(notification("notifications/cancelled", "{\"requestId\":1}"));

        assertThat(gateway.admit(result("1", "{}"))).isEqualTo(Ruling.DROP);
    }

    @Test
    void cancellationByTheServerDoesNotEndARequestOfTheClient() {
        gateway.forwarded(call("1", "x", "{}"));

        gateway.delivered(notification("notifications/cancelled", "{\"requestId\":1}"));

        assertThat(gateway.session.clientRequests().contains(Id.of(1))).isTrue();
    }

    @Test
    void unansweredRequestOfTheServerIsForgotten() {
        gateway.delivered(request("1", "roots/list"));
        gateway.advance(Duration.ofNanos(Gatekeeper.MAX_SILENCE_NANOS + 1));

        assertThat(gateway.gatekeeper.expire(gateway.session)).isEmpty();
        assertThat(gateway.session.serverRequests().isEmpty()).isTrue();
    }

    @Test
    void notesAreLimitedAndTheRestIsCounted() {
        for (int number = 0; number < 100; number++) {
            gateway.recorder.note("kind", null, "detail " + number);
        }
        gateway.advance(Duration.ofMinutes(1));
        gateway.recorder.note("kind", null, "later");
        gateway.recorder.note("kind", null, "last");

        assertThat(gateway.notes())
                .hasSize(62)
                .contains("kind: later (40 notes left out)")
                .endsWith("kind: last");
    }

    @Test
    void noteThatCannotBeRecordedStopsNothing() {
        gateway.breakJournal();

        assertThat(gateway.refused("no json")).contains("-32700");
        assertThat(gateway.forwarded(request("1", "ping"))).contains("ping");
    }

    @Test
    void failingJournalIsToldOnce() {
        gateway.breakJournal();
        gateway.refused(call("1", "x", "{}"));
        gateway.refused(call("2", "x", "{}"));

        assertThat(gateway.problems).containsExactly("calls are refused: the journal is closed");
    }
}
