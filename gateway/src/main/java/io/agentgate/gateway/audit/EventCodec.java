package io.agentgate.gateway.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The binary form of events: a kind byte, then fields of tag (1 byte), length (4 bytes) and value.
 *
 * <p>Absent values have no field. A reader skips tags it does not know; tags are never reused.
 */
public final class EventCodec {
    /** No encoded event is longer, whatever it holds. */
    public static final int MAX_ENCODED_BYTES = Payload.MAX_HEAD_BYTES + 16 * 1024;

    /** Longest text field; longer text is cut, so that an event always fits. */
    private static final int MAX_TEXT_BYTES = 1024;

    private static final byte DECIDED = 1;
    private static final byte SETTLED = 2;
    private static final byte NOTED = 3;

    private static final byte ID = 1;
    private static final byte TIME = 2;
    private static final byte SESSION = 3;
    private static final byte AGENT = 4;
    private static final byte CALLER = 5;
    private static final byte SERVER = 6;
    private static final byte TOOL = 7;
    private static final byte REQUEST_ID = 8;
    private static final byte DECISION = 9;
    private static final byte RULE = 10;
    private static final byte REASON = 11;
    private static final byte REVISION = 12;
    private static final byte STATUS = 13;
    private static final byte LATENCY = 14;
    private static final byte KIND = 15;
    private static final byte PAYLOAD_HEAD = 16;
    private static final byte PAYLOAD_LENGTH = 17;
    private static final byte PAYLOAD_HMAC = 18;
    private static final byte REDACTIONS = 19;
    private static final byte EVALUATION = 20;

    private EventCodec() {}

    /**
     * Writes an event at the buffer's position, which needs {@link #MAX_ENCODED_BYTES} remaining.
     */
    public static void encode(AuditEvent event, ByteBuffer out) {
        switch (event) {
            case AuditEvent.CallDecided decided -> encodeDecided(decided, out);
            case AuditEvent.CallSettled settled -> encodeSettled(settled, out);
            case AuditEvent.Noted noted -> encodeNoted(noted, out);
        }
    }

    /**
     * Reads the event that fills the buffer.
     *
     * @return the event, or null if it is of a kind this version does not know
     * @throws IllegalArgumentException if the bytes are not an event
     */
    public static @Nullable AuditEvent decode(ByteBuffer in) {
        try {
            byte kind = in.get();
            Fields fields = new Fields(in);
            return switch (kind) {
                case DECIDED -> decodeDecided(fields);
                case SETTLED -> decodeSettled(fields);
                case NOTED -> decodeNoted(fields);
                default -> null;
            };
        } catch (RuntimeException notAnEvent) {
            throw new IllegalArgumentException("not an audit event", notAnEvent);
        }
    }

    private static void encodeDecided(AuditEvent.CallDecided decided, ByteBuffer out) {
        out.put(DECIDED);
        putText(out, ID, decided.decisionId());
        putTime(out, decided.time());
        putText(out, SESSION, decided.origin().session());
        putText(out, AGENT, decided.origin().agent());
        putText(out, CALLER, decided.origin().caller());
        putText(out, SERVER, decided.origin().server());
        putText(out, TOOL, decided.origin().tool());
        putText(out, REQUEST_ID, decided.origin().requestId());
        putLong(out, DECISION, decided.basis().decision().code());
        putText(out, RULE, decided.basis().rule());
        putText(out, REASON, decided.basis().reason());
        putText(out, REVISION, decided.basis().revision());
        putText(out, REDACTIONS, decided.basis().redactions().text());
        Evaluation evaluation = decided.basis().evaluation();
        if (evaluation != null) {
            putBytes(out, EVALUATION, evaluation.json());
        }
        putPayload(out, decided.arguments());
    }

    private static AuditEvent decodeDecided(Fields fields) {
        CallOrigin origin =
                new CallOrigin(
                        fields.text(SESSION),
                        fields.text(AGENT),
                        fields.text(CALLER),
                        fields.text(SERVER),
                        fields.text(TOOL),
                        fields.textOrNull(REQUEST_ID));
        DecisionBasis basis =
                new DecisionBasis(
                        CallDecision.of((int) fields.number(DECISION)),
                        fields.textOrNull(RULE),
                        fields.textOrNull(REASON),
                        fields.text(REVISION),
                        Redactions.ofText(fields.textOrNull(REDACTIONS)),
                        Evaluation.ofStored(fields.bytesOrNull(EVALUATION)));
        return new AuditEvent.CallDecided(
                fields.text(ID),
                fields.time(TIME),
                origin,
                basis,
                fields.payload(PAYLOAD_HEAD, PAYLOAD_LENGTH, PAYLOAD_HMAC));
    }

    private static void encodeSettled(AuditEvent.CallSettled settled, ByteBuffer out) {
        out.put(SETTLED);
        putText(out, ID, settled.decisionId());
        putTime(out, settled.time());
        putText(out, SESSION, settled.session());
        putLong(out, STATUS, settled.status().code());
        putText(out, REASON, settled.reason());
        putText(out, REDACTIONS, settled.end().redactions().text());
        putLong(out, LATENCY, settled.latencyNanos());
        putPayload(out, settled.result());
    }

    private static AuditEvent decodeSettled(Fields fields) {
        return new AuditEvent.CallSettled(
                fields.text(ID),
                fields.time(TIME),
                // A journal of the time before outcomes named their sessions.
                Objects.requireNonNullElse(fields.textOrNull(SESSION), ""),
                new CallEnd(
                        CallStatus.of((int) fields.number(STATUS)),
                        fields.textOrNull(REASON),
                        Redactions.ofText(fields.textOrNull(REDACTIONS))),
                fields.number(LATENCY),
                fields.payload(PAYLOAD_HEAD, PAYLOAD_LENGTH, PAYLOAD_HMAC));
    }

    private static void encodeNoted(AuditEvent.Noted noted, ByteBuffer out) {
        out.put(NOTED);
        putText(out, ID, noted.id());
        putTime(out, noted.time());
        putText(out, KIND, noted.kind());
        putText(out, SESSION, noted.session());
        putText(out, REASON, noted.detail());
    }

    private static AuditEvent decodeNoted(Fields fields) {
        return new AuditEvent.Noted(
                fields.text(ID),
                fields.time(TIME),
                fields.text(KIND),
                fields.textOrNull(SESSION),
                fields.text(REASON));
    }

    private static void putText(ByteBuffer out, byte tag, @Nullable String text) {
        if (text != null) {
            putBytes(out, tag, Payload.head(text.getBytes(StandardCharsets.UTF_8), MAX_TEXT_BYTES));
        }
    }

    private static void putTime(ByteBuffer out, Instant time) {
        out.put(TIME).putInt(12).putLong(time.getEpochSecond()).putInt(time.getNano());
    }

    private static void putLong(ByteBuffer out, byte tag, long value) {
        out.put(tag).putInt(8).putLong(value);
    }

    private static void putBytes(ByteBuffer out, byte tag, byte[] bytes) {
        out.put(tag).putInt(bytes.length).put(bytes);
    }

    private static void putPayload(ByteBuffer out, @Nullable Payload payload) {
        if (payload != null) {
            putBytes(out, PAYLOAD_HEAD, payload.head());
            putLong(out, PAYLOAD_LENGTH, payload.fullLength());
            byte[] hmac = payload.hmac();
            if (hmac != null) {
                putBytes(out, PAYLOAD_HMAC, hmac);
            }
        }
    }
}
