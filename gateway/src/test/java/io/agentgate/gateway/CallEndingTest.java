package io.agentgate.gateway;

import static io.agentgate.gateway.TestGateway.call;
import static io.agentgate.gateway.TestGateway.error;
import static io.agentgate.gateway.TestGateway.forward;
import static io.agentgate.gateway.TestGateway.notification;
import static io.agentgate.gateway.TestGateway.reply;
import static io.agentgate.gateway.TestGateway.request;
import static io.agentgate.gateway.TestGateway.result;
import static io.agentgate.gateway.TestGateway.text;
import static io.agentgate.gateway.TestGateway.texts;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.audit.AuditEvent;
import io.agentgate.gateway.audit.CallStatus;
import io.agentgate.gateway.call.Ending;
import io.agentgate.gateway.call.Refusal;
import io.agentgate.gateway.call.Verdict;
import io.agentgate.protocol.Id;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallEndingTest extends GatewayTest {
    private static final Duration TOO_LONG =
            Duration.ofNanos(Gatekeeper.MAX_SILENCE_NANOS).plusNanos(1);

    private void assertEndedOnce(CallStatus status, @Nullable String reason, Ending ending) {
        assertThat(gateway.outcomes())
                .singleElement()
                .satisfies(
                        outcome -> {
                            assertThat(outcome.decisionId()).isEqualTo("w1-1");
                            assertThat(outcome.status()).isEqualTo(status);
                            assertThat(outcome.reason()).isEqualTo(reason);
                        });
        assertThat(gateway.first.endings).containsExactly(ending);
        assertThat(gateway.last.endings).containsExactly(ending);
        assertThat(gateway.session.clientRequests().isEmpty()).isTrue();
    }

    @Test
    void answerGoesToTheClientByteForByteAndIsRecorded() {
        gateway.forwarded(call("1", "echo", "{}"));
        gateway.advance(Duration.ofMillis(5));
        String answer =
                "{\"result\" : {\"n\":0.10,\"content\":[], \"s\":\"\\u00e9\"}, \"x\":[ ],"
                        + "\"id\":1,\"jsonrpc\":\"2.0\"}";

        assertThat(gateway.delivered(answer)).isEqualTo(answer);
        assertEndedOnce(CallStatus.ALLOWED, null, Ending.ANSWERED);
        assertThat(gateway.outcomes().getFirst().latencyNanos()).isEqualTo(5_000_000);
        assertThat(gateway.outcomes().getFirst().result())
                .isNotNull()
                .extracting(payload -> payload.text())
                .isEqualTo("{\"n\":0.10,\"content\":[], \"s\":\"\\u00e9\"}");
    }

    @Test
    void errorAnswerIsAnError() {
        gateway.forwarded(call("1", "echo", "{}"));
        String answer = error("1", -32602, "no such tool", "");

        assertThat(gateway.delivered(answer)).isEqualTo(answer);
        assertEndedOnce(CallStatus.ERROR, null, Ending.FAILED);
        assertThat(gateway.outcomes().getFirst().result())
                .isNotNull()
                .extracting(payload -> payload.text())
                .isEqualTo("{\"code\":-32602,\"message\":\"no such tool\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "-32603, INTERNAL_ERROR",
        "-32600, FAILED",
        "-32601, FAILED",
        "-32602, FAILED",
        "-32000, FAILED",
        "503, FAILED"
    })
    void internalErrorOfTheServerIsToldFromOthers(int code, Ending ending) {
        gateway.forwarded(call("1", "echo", "{}"));

        gateway.delivered(error("1", code, "no", ""));

        assertEndedOnce(CallStatus.ERROR, null, ending);
    }

    @Test
    void internalErrorIsTheServersAlsoIfItsWordsAreWithheld() {
        gateway.forwarded(call("1", "echo", "{}"));
        gateway.last.onDelivery =
                delivery -> new Verdict.Refuse(Refusal.denied(null, "not these words"));

        gateway.delivered(error("1", -32603, "no", ""));

        assertEndedOnce(CallStatus.ERROR, "not these words", Ending.INTERNAL_ERROR);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"content\":[],\"isError\":true}|ERROR",
                "{\"isError\" : true,\"content\":[]}|ERROR",
                "{\"\\u0069sError\":true}|ERROR",
                "{\"isError\":false}|ALLOWED",
                "{\"isError\":\"true\"}|ALLOWED",
                "{\"structuredContent\":{\"isError\":true}}|ALLOWED",
                "{}|ALLOWED",
                "[true]|ALLOWED"
            })
    void resultSaysItselfWhetherItIsAnError(String result, CallStatus status) {
        gateway.forwarded(call("1", "echo", "{}"));

        assertThat(gateway.delivered(result("1", result))).isEqualTo(result("1", result));
        assertEndedOnce(status, null, Ending.ANSWERED);
    }

    @Test
    void largeFilesAndTreesPass() {
        String file =
                "{\"content\":[{\"type\":\"text\",\"text\":\"" + "x".repeat(3 << 20) + "\"}]}";
        String entry = "{\"name\":\"a\",\"type\":\"file\"}";
        String tree = "{\"entries\":[" + (entry + ",").repeat(20_000) + entry + "]}";
        gateway.forwarded(call("1", "read_file", "{}"));
        gateway.forwarded(call("2", "directory_tree", "{}"));

        assertThat(gateway.delivered(result("1", file))).isEqualTo(result("1", file));
        assertThat(gateway.delivered(result("2", tree))).isEqualTo(result("2", tree));
    }

    @ParameterizedTest
    @CsvSource({
        "1.0, 1",
        "1, 1.0",
        "1e0, 1",
        "-0, 0",
        "'\"a\"', '\"\\u0061\"'",
        "'\"\\u0061\"', '\"a\"'",
        "9007199254740991, 9007199254740991.0"
    })
    void answerBearsTheIdAsTheClientSpelledIt(String asked, String answered) {
        gateway.forwarded(call(asked, "echo", "{}"));

        assertThat(gateway.delivered(result(answered, text("hi"))))
                .isEqualTo(result(asked, text("hi")));
        assertEndedOnce(CallStatus.ALLOWED, null, Ending.ANSWERED);
    }

    @Test
    void answerThatCannotBeRecordedIsWithheld() {
        gateway.forwarded(call("1.0", "echo", "{}"));
        gateway.breakJournal();

        assertThat(gateway.delivered(result("1", text("secret"))))
                .isEqualTo(
                        error(
                                "1.0",
                                503,
                                "The audit journal cannot record the answer",
                                "\"decisionId\":\"w1-1\","));
        assertThat(gateway.last.endings).containsExactly(Ending.ANSWERED);
        assertThat(gateway.release(result("1", text("again")))).isEqualTo(Ruling.DROP);
    }

    @Test
    void answerWhosePayloadCannotBeSealedIsWithheld() {
        gateway.forwarded(
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"a\"}}");
        gateway.keys =
                () -> {
                    throw new IllegalStateException("no key");
                };

        assertThat(gateway.delivered(result("1", text("secret"))))
                .contains("\"code\":503")
                .doesNotContain("secret");
    }

    @Test
    void answerThatAGuardFailsOnIsWithheld() {
        gateway.forwarded(call("1", "echo", "{}"));
        gateway.last.onDelivery =
                delivery -> {
                    throw new IllegalStateException("a bug");
                };

        assertThat(gateway.delivered(result("1", text("secret"))))
                .isEqualTo(
                        error(
                                "1",
                                503,
                                "The gateway failed to judge the server's message",
                                "\"decisionId\":\"w1-1\","));
        assertEndedOnce(
                CallStatus.ERROR,
                "The gateway failed to judge the server's message",
                Ending.FAILED);
    }

    @Test
    void secondAnswerIsDropped() {
        gateway.forwarded(call("1", "echo", "{}"));
        gateway.delivered(result("1", text("one")));

        assertThat(gateway.release(result("1", text("two")))).isEqualTo(Ruling.DROP);
        assertThat(gateway.notes())
                .containsExactly("message_dropped: the server answered what nobody waits for");
        assertEndedOnce(CallStatus.ALLOWED, null, Ending.ANSWERED);
    }

    @Test
    void errorWithoutAnIdAnswersNobody() {
        gateway.forwarded(call("1", "echo", "{}"));

        assertThat(gateway.release(error("null", -32700, "what?", ""))).isEqualTo(Ruling.DROP);
        assertThat(gateway.session.clientRequests().contains(Id.of(1))).isTrue();
    }

    @Test
    void cancelledCallIsRecordedAndTheServerIsTold() {
        gateway.forwarded(call("1", "echo", "{}"));
        String cancel = notification("notifications/cancelled", "{\"requestId\":1.0}");

        assertThat(gateway.forwarded(cancel)).isEqualTo(cancel);
        assertEndedOnce(CallStatus.CANCELLED, "cancelled by the client", Ending.CANCELLED);
        assertThat(gateway.release(result("1", text("late")))).isEqualTo(Ruling.DROP);
        assertThat(gateway.outcomes()).hasSize(1);
    }

    @Test
    void cancellingWhatNobodyAskedIsForwardedOnly() {
        gateway.forwarded(call("1", "echo", "{}"));

        gateway.forwarded(notification("notifications/cancelled", "{\"requestId\":\"1\"}"));
        gateway.forwarded(notification("notifications/cancelled", "{}"));

        assertThat(gateway.outcomes()).isEmpty();
        assertThat(gateway.session.clientRequests().contains(Id.of(1))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"a\":1,\"a\":2}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{},\"error\":{}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"Result\":{}}",
                "{\"id\":1,\"result\":{}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":\"text\"}"
            })
    void malformedAnswerEndsItsCall(String answer) {
        gateway.forwarded(call("1", "echo", "{}"));

        assertThat(gateway.delivered(answer))
                .isEqualTo(
                        error(
                                "1",
                                -32603,
                                "the server's answer is not valid MCP",
                                "\"decisionId\":\"w1-1\","));
        assertEndedOnce(
                CallStatus.ERROR, "the server's answer is not valid MCP", Ending.UNANSWERED);
    }

    @Test
    void malformedRequestOfTheServerDoesNotEndACallOfTheSameId() {
        gateway.forwarded(call("1", "echo", "{}"));

        String reply =
                reply(
                        gateway.release(
                                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"method\":\"x\"}"));

        assertThat(reply).contains("\"id\":1", "\"code\":-32600");
        assertThat(gateway.session.clientRequests().contains(Id.of(1))).isTrue();
    }

    @Test
    void loneSurrogateOfAServerIsReplaced() {
        gateway.forwarded(call("1", "echo", "{}"));

        assertThat(gateway.delivered(result("1", text("a\\ud800b"))))
                .isEqualTo(result("1", text("a\uFFFDb")));
    }

    @Test
    void oversizedAnswerEndsItsCall() {
        gateway.forwarded(call("\"q\"", "echo", "{}"));
        byte[] head = "{\"jsonrpc\":\"2.0\",\"id\": \"q\" ,\"result\":{\"t\":\"".getBytes(UTF_8);
        byte[] tail = "xxxx\"}}".getBytes(UTF_8);

        assertThat(forward(gateway.gatekeeper.releaseOversized(gateway.session, head, tail)))
                .isEqualTo(
                        error(
                                "\"q\"",
                                -32603,
                                "the server's answer is too large",
                                "\"decisionId\":\"w1-1\","));
        assertEndedOnce(CallStatus.ERROR, "the server's answer is too large", Ending.FAILED);
    }

    @Test
    void oversizedMessageOfTheServerForNobodyIsDropped() {
        byte[] end = "\"id\":9".getBytes(UTF_8);

        assertThat(gateway.gatekeeper.releaseOversized(gateway.session, end, new byte[0]))
                .isEqualTo(Ruling.DROP);
        assertThat(gateway.notes())
                .containsExactly("message_dropped: the server's message is too large");
    }

    @Test
    void oversizedMessageOfTheClientIsAnsweredUnderItsLikeliestId() {
        byte[] head = "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\"".getBytes(UTF_8);
        byte[] tail = "xxx\"}}}".getBytes(UTF_8);

        assertThat(reply(gateway.gatekeeper.admitOversized(gateway.session, head, tail)))
                .isEqualTo(error("7", -32600, "message is too large", ""));
        assertThat(gateway.notes())
                .containsExactly("message_refused: the client's message is too large");
    }

    @Test
    void oversizedMessageOfTheClientNeverAnswersARequestInProgress() {
        gateway.forwarded(call("7", "echo", "{}"));
        byte[] head = "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\"".getBytes(UTF_8);

        assertThat(reply(gateway.gatekeeper.admitOversized(gateway.session, head, new byte[0])))
                .isEqualTo(error("null", -32600, "message is too large", ""));
    }

    @Test
    void silentCallIsGivenUp() {
        gateway.forwarded(call("1", "echo", "{}"));
        gateway.forwarded(request("2", "ping"));
        gateway.advance(TOO_LONG);
        gateway.forwarded(request("3", "ping"));

        assertThat(gateway.expired())
                .containsExactlyInAnyOrder(
                        error(
                                "1",
                                -32603,
                                "the server did not answer within 3600 s",
                                "\"decisionId\":\"w1-1\","),
                        error("2", -32603, "the server did not answer within 3600 s", ""));
        assertThat(gateway.outcomes())
                .extracting(AuditEvent.CallSettled::status)
                .containsExactly(CallStatus.UNKNOWN);
        assertThat(gateway.session.clientRequests().contains(Id.of(3))).isTrue();
        assertThat(gateway.gatekeeper.expire(gateway.session)).isEmpty();
        assertThat(gateway.first.endings).containsExactly(Ending.UNANSWERED);
    }

    @Test
    void progressKeepsACallAlive() {
        String message =
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"a\","
                    + "\"_meta\":{\"progressToken\":\"t\"}}}";
        gateway.forwarded(message);
        gateway.advance(TOO_LONG);

        gateway.delivered(
                notification(
                        "notifications/progress",
                        "{\"progressToken\":\"\\u0074\",\"progress\":1}"));

        assertThat(gateway.gatekeeper.expire(gateway.session)).isEmpty();
        gateway.advance(TOO_LONG);
        assertThat(gateway.gatekeeper.expire(gateway.session)).hasSize(1);
    }

    @Test
    void endOfTheSessionEndsEveryRequest() {
        gateway.forwarded(call("1", "echo", "{}"));
        gateway.forwarded(request("2", "ping"));
        gateway.delivered(request("9", "roots/list"));

        assertThat(texts(gateway.gatekeeper.end(gateway.session, "it is over")))
                .containsExactlyInAnyOrder(
                        error("1", -32603, "it is over", "\"decisionId\":\"w1-1\","),
                        error("2", -32603, "it is over", ""));
        assertEndedOnce(CallStatus.UNKNOWN, "it is over", Ending.UNANSWERED);
        assertThat(gateway.admit(result("9", "{}"))).isEqualTo(Ruling.DROP);
        assertThat(gateway.gatekeeper.end(gateway.session, "again")).isEmpty();
    }

    @Test
    void endThatCannotBeRecordedIsStillTold() {
        gateway.forwarded(call("1", "echo", "{}"));
        gateway.breakJournal();

        assertThat(texts(gateway.gatekeeper.end(gateway.session, "it is over")))
                .singleElement()
                .asString()
                .contains("\"code\":503");
    }
}
