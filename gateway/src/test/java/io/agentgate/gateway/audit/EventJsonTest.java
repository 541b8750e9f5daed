package io.agentgate.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentgate.gateway.audit.Streamed.Event;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventJsonTest {
    private static final Streamed DECIDED = new Event(Samples.decided(1));
    private static final Streamed SETTLED = new Event(Samples.settled(2));

    @Test
    void eventsComeBackAsTheyWent() throws Exception {
        assertThat(again(DECIDED)).isEqualTo(DECIDED);
        assertThat(again(SETTLED)).isEqualTo(SETTLED);
        assertThat(again(new Event(Samples.noted(3)))).isEqualTo(new Event(Samples.noted(3)));
        Streamed ended = new Streamed.WriterEnded("w1", 15, Samples.NOON);
        assertThat(again(ended)).isEqualTo(ended);
    }

    @Test
    void whatIsMissingStaysMissing() throws Exception {
        Streamed bare =
                new Event(
                        new AuditEvent.CallDecided(
                                "w1-1",
                                Samples.NOON,
                                new CallOrigin("", "", "", "", "", null),
                                new DecisionBasis(CallDecision.FAILED, null, null, ""),
                                null));
        Streamed note = new Event(new AuditEvent.Noted("w1-2", Samples.NOON, "kind", null, ""));

        assertThat(again(bare)).isEqualTo(bare);
        assertThat(again(note)).isEqualTo(note);
    }

    @ParameterizedTest
    @EnumSource
    void everyStatusHasAWord(CallStatus status) throws Exception {
        Streamed event =
                new Event(
                        new AuditEvent.CallSettled(
                                "w1-1", Samples.NOON, "s", status, null, 0, null));

        assertThat(again(event)).isEqualTo(event);
    }

    @ParameterizedTest
    @EnumSource
    void everyDecisionHasAWord(CallDecision decision) throws Exception {
        AuditEvent.CallDecided sample = Samples.decided(1);
        Streamed event =
                new Event(
                        new AuditEvent.CallDecided(
                                "w1-1",
                                Samples.NOON,
                                sample.origin(),
                                new DecisionBasis(decision, "r", "why", "rev"),
                                null));

        assertThat(again(event)).isEqualTo(event);
    }

    @Test
    void evaluationComesBackAsItWent() throws Exception {
        AuditEvent.CallDecided sample = Samples.decided(1);
        Evaluation evaluation = Evaluation.ofText("{\"modifiers\":[\"ä\",\"\\u0007\"],\"n\":1}");
        Streamed event =
                new Event(
                        new AuditEvent.CallDecided(
                                "w1-1",
                                Samples.NOON,
                                sample.origin(),
                                new DecisionBasis(
                                        CallDecision.ALLOWED,
                                        null,
                                        null,
                                        "rev",
                                        Redactions.NONE,
                                        evaluation),
                                null));

        assertThat(again(event)).isEqualTo(event);
        assertThat(text(event)).contains("\"evaluation\":{\"modifiers\":[\"ä\"");
    }

    @Test
    void textOfWhateverCharactersComesBack() throws Exception {
        Payload payload = Samples.payload("{\"a\":\"\\u0000 \\\\ \\\" \u2028 日本 🛠️ é\"}");
        Streamed event = new Event(Samples.decided("w1", 1, payload));

        assertThat(again(event)).isEqualTo(event);
    }

    @Test
    void whateverIsWrittenCanBeRead() throws Exception {
        byte[] noText = new byte[Payload.MAX_HEAD_BYTES];
        Arrays.fill(noText, (byte) 0xFF);
        Payload payload = new Payload(noText, noText.length, null);
        AuditEvent settled =
                new AuditEvent.CallSettled(
                        "w1-1", Samples.NOON, "s", CallStatus.ALLOWED, null, -5, payload);

        assertThat(again(new Event(settled)))
                .isInstanceOfSatisfying(
                        Event.class,
                        event ->
                                assertThat(((AuditEvent.CallSettled) event.event()).latencyNanos())
                                        .isZero());
    }

    @Test
    void longestEventFits() throws Exception {
        byte[] controls = new byte[Payload.MAX_HEAD_BYTES];
        Arrays.fill(controls, (byte) 1);
        Streamed event =
                new Event(Samples.decided("w1", 1, new Payload(controls, 1L << 40, new byte[32])));

        byte[] json = EventJson.write(event, "proxy-0");

        assertThat(json.length).isBetween(6 * Payload.MAX_HEAD_BYTES, EventJson.MAX_BYTES);
        assertThat(EventJson.read(json)).isEqualTo(event);
    }

    @Test
    void envelopeIsACloudEvent() {
        assertThat(new String(EventJson.write(DECIDED, "proxy-0"), StandardCharsets.UTF_8))
                .startsWith(
                        "{\"specversion\":\"1.0\",\"id\":\"w1-1/decided\","
                                + "\"source\":\"/agentgate/proxy-0\","
                                + "\"type\":\"io.agentgate.call.decided.v1\","
                                + "\"time\":\"2026-11-20T12:00:00.124456789Z\","
                                + "\"datacontenttype\":\"application/json\","
                                + "\"dataschema\":\"urn:agentgate:audit-event:v1\",\"data\":{");
    }

    @Test
    void whatAnEarlierVersionDidNotSayIsNotThere() throws Exception {
        String earlier = text(SETTLED).replace(",\"resultRedactedBy\":[\"hide-2\"]", "");

        assertThat(earlier).isNotEqualTo(text(SETTLED));
        assertThat(EventJson.read(bytes(earlier)))
                .isInstanceOfSatisfying(
                        Event.class,
                        event ->
                                assertThat(
                                                ((AuditEvent.CallSettled) event.event())
                                                        .end()
                                                        .redactions())
                                        .isEqualTo(Redactions.NONE));
    }

    @Test
    void memberOfALaterVersionIsPassedOver() throws Exception {
        assertThat(
                        EventJson.read(
                                bytes(
                                        text(SETTLED)
                                                .replace(
                                                        "\"data\":{",
                                                        "\"x\":[{}],\"data\":{\"y\":1,"))))
                .isEqualTo(SETTLED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{", "null", "{} {}", "{\"a\":1,\"a\":2}", "\u0001"})
    void whatIsNoObjectIsToldSo(String json) {
        assertThatThrownBy(() -> EventJson.read(bytes(json)))
                .isInstanceOf(EventFormatException.class)
                .hasMessageStartingWith("not ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "\"specversion\":\"1.0\",|| `specversion` is missing",
                "\"1.0\"|\"0.3\"| `specversion` is not 1.0",
                "settled.v1|settled.v9| `type` is not known to this version",
                "\"data\":|\"dada\":| `data` is missing",
                "\"decisionId\":|\"x\":| `data.decisionId` is missing",
                "\"session\":\"s2\"|\"session\":null| `data.session` is not text",
                "\"status\":\"error\"|\"status\":\"well\"| `data.status` is no status",
                "\"latencyNanos\":84|\"latencyNanos\":\"84\"| `data.latencyNanos` is not a whole",
                "\"latencyNanos\":84|\"latencyNanos\":-1| `data.latencyNanos` is not a whole",
                "\"result\":{|\"result\":1,\"x\":{| `data.result` is not an object",
                "\"bytes\":16|\"bytes\":1| `data.result.bytes` is not a whole",
                "\"hmac\":\"|\"hmac\":\"*| `data.result.hmac` is not Base64",
                "\"hide-2\"|7| `data.resultRedactedBy` is not an array of texts",
                "\"resultRedactedBy\":[|\"resultRedactedBy\":{},\"x\":[| `data.resultRedactedBy` is"
                        + " not",
                "\"time\":\"2026|\"time\":\"never| `time` is not a time"
            })
    void whatIsWrongIsNamed(String found, String replacement, String problem) {
        String wrong = text(SETTLED).replace(found, replacement == null ? "" : replacement);

        assertThat(wrong).isNotEqualTo(text(SETTLED));
        assertThatThrownBy(() -> EventJson.read(bytes(wrong)))
                .isInstanceOf(EventFormatException.class)
                .hasMessageStartingWith(problem);
    }

    @Test
    void whatBelongsTogetherIsInOneChain() {
        Streamed decided = new Event(Samples.decided(2));

        assertThat(Streamed.chain(SETTLED)).isEqualTo(Streamed.chain(decided)).startsWith("w1/");
        assertThat(Streamed.chain(new Streamed.WriterEnded("w1", 3, Samples.NOON)))
                .isEqualTo("w1/3");
    }

    private static Streamed again(Streamed event) throws EventFormatException {
        return EventJson.read(EventJson.write(event, "proxy-0"));
    }

    private static String text(Streamed event) {
        return new String(EventJson.write(event, "proxy-0"), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }
}
