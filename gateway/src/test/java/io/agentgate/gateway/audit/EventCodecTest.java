package io.agentgate.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EventCodecTest {
    private static final Instant TIME = Samples.NOON;

    private static ByteBuffer encoded(AuditEvent event) {
        ByteBuffer out = ByteBuffer.allocate(EventCodec.MAX_ENCODED_BYTES);
        EventCodec.encode(event, out);
        return out.flip();
    }

    private static @Nullable AuditEvent again(AuditEvent event) {
        return EventCodec.decode(encoded(event));
    }

    private static AuditEvent.CallDecided decided(CallDecision decision) {
        return new AuditEvent.CallDecided(
                "w1-1",
                TIME,
                new CallOrigin("session", "ägent", "caller", "server", "tool", "\"id\""),
                new DecisionBasis(
                        decision,
                        "rule",
                        "reason 🛠️",
                        "revision",
                        new Redactions(List.of("hide, keys", "hide-ä")),
                        Evaluation.ofText("{\"modifiers\":[\"hide-ä\"]}")),
                Samples.payload("{\"a\":1}"));
    }

    private static AuditEvent.CallSettled settled(CallStatus status) {
        return new AuditEvent.CallSettled(
                "w1-1",
                TIME,
                "s1",
                new CallEnd(status, "reason", new Redactions(List.of("hide-keys"))),
                Long.MAX_VALUE,
                Samples.payload("{}"));
    }

    @ParameterizedTest
    @EnumSource
    void everyDecisionComesBackAsItWent(CallDecision decision) {
        assertThat(again(decided(decision))).isEqualTo(decided(decision));
    }

    @ParameterizedTest
    @EnumSource
    void everyStatusComesBackAsItWent(CallStatus status) {
        assertThat(again(settled(status))).isEqualTo(settled(status));
    }

    @Test
    void noteComesBackAsItWent() {
        AuditEvent note = new AuditEvent.Noted("w1-2", TIME, "kind", "session", "words\n\u0000");

        assertThat(again(note)).isEqualTo(note);
    }

    @Test
    void absentFieldsStayAbsent() {
        AuditEvent decided =
                new AuditEvent.CallDecided(
                        "w1-1",
                        Instant.EPOCH,
                        new CallOrigin("", "", "", "", "", null),
                        new DecisionBasis(CallDecision.ALLOWED, null, null, ""),
                        null);
        AuditEvent settled =
                new AuditEvent.CallSettled(
                        "w1-1", Instant.EPOCH, "", CallStatus.UNKNOWN, null, -1, null);
        AuditEvent noted = new AuditEvent.Noted("w1-2", Instant.EPOCH, "kind", null, "");

        assertThat(again(decided)).isEqualTo(decided);
        assertThat(again(settled)).isEqualTo(settled);
        assertThat(again(noted)).isEqualTo(noted);
    }

    @Test
    void timesOfEveryAgeComeBack() {
        for (Instant time : new Instant[] {Instant.MIN, Instant.EPOCH.minusNanos(1), Instant.MAX}) {
            AuditEvent noted = new AuditEvent.Noted("w1-2", time, "kind", null, "detail");

            assertThat(again(noted)).isEqualTo(noted);
        }
    }

    @Test
    void payloadComesBackWithItsFullLengthAndProof() {
        byte[] head = new byte[Payload.MAX_HEAD_BYTES];
        Payload cut = new Payload(head, 1L << 40, new byte[32]);
        Payload unproven = new Payload(new byte[0], 0, null);

        assertThat(again(Samples.decided("w1", 1, cut))).isEqualTo(Samples.decided("w1", 1, cut));
        assertThat(again(Samples.decided("w1", 1, unproven)))
                .isEqualTo(Samples.decided("w1", 1, unproven));
    }

    @Test
    void unknownTagsAreSkipped() {
        AuditEvent event = decided(CallDecision.DENIED);
        ByteBuffer known = encoded(event);
        ByteBuffer more = ByteBuffer.allocate(known.remaining() + 20);
        more.put(known.get());
        more.put((byte) 99).putInt(3).put(new byte[] {7, 7, 7});
        more.put(known);
        more.put((byte) -1).putInt(0);

        assertThat(EventCodec.decode(more.flip())).isEqualTo(event);
    }

    @Test
    void evaluationThatALaterVersionMadeLongerIsLeftOut() {
        ByteBuffer known = encoded(Samples.decided(1));
        ByteBuffer more = ByteBuffer.allocate(known.remaining() + 5000);
        more.put(known);
        more.put((byte) 20).putInt(Evaluation.MAX_BYTES + 1);
        more.put(new byte[Evaluation.MAX_BYTES + 1]);

        assertThat(EventCodec.decode(more.flip())).isEqualTo(Samples.decided(1));
    }

    @Test
    void unknownKindIsNull() {
        ByteBuffer known = encoded(decided(CallDecision.DENIED));
        known.put(0, (byte) 77);

        assertThat(EventCodec.decode(known)).isNull();
    }

    @Test
    void whatIsNoEventIsRefused() {
        assertThatThrownBy(() -> EventCodec.decode(ByteBuffer.allocate(0)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> EventCodec.decode(ByteBuffer.wrap(new byte[] {1})))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(
                        () -> EventCodec.decode(ByteBuffer.wrap(new byte[] {1, 1, -1, -1, 0, 0})))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everyBeginningOfAnEventIsAnEventOrRefused() {
        ByteBuffer whole = encoded(settled(CallStatus.ALLOWED));
        int events = 0;
        for (int length = 0; length < whole.limit(); length++) {
            try {
                if (EventCodec.decode(whole.slice(0, length)) != null) {
                    events++;
                }
            } catch (IllegalArgumentException refused) {
                assertThat(refused).hasMessage("not an audit event");
            }
        }

        // Cut before the payload, and before its proof: both may be absent.
        assertThat(events).isEqualTo(2);
    }

    @Test
    void longTextIsCutBetweenCharacters() {
        AuditEvent long1 = new AuditEvent.Noted("w1-2", TIME, "kind", null, "ü".repeat(5000));
        AuditEvent long2 = new AuditEvent.Noted("w1-2", TIME, "kind", null, "x" + "ü".repeat(5000));

        assertThat(again(long1))
                .isEqualTo(new AuditEvent.Noted("w1-2", TIME, "kind", null, "ü".repeat(512)));
        assertThat(again(long2))
                .isEqualTo(new AuditEvent.Noted("w1-2", TIME, "kind", null, "x" + "ü".repeat(511)));
    }

    @Test
    void longestEventFits() {
        String text = "x".repeat(1 << 20);
        byte[] head = new byte[Payload.MAX_HEAD_BYTES];
        Arrays.fill(head, "y".getBytes(StandardCharsets.UTF_8)[0]);
        AuditEvent longest =
                new AuditEvent.CallDecided(
                        text,
                        TIME,
                        new CallOrigin(text, text, text, text, text, text),
                        new DecisionBasis(
                                CallDecision.DENIED,
                                text,
                                text,
                                text,
                                new Redactions(List.of(text)),
                                new Evaluation(new byte[Evaluation.MAX_BYTES])),
                        new Payload(head, Long.MAX_VALUE, new byte[32]));

        assertThat(encoded(longest).remaining()).isLessThan(EventCodec.MAX_ENCODED_BYTES);
    }
}
