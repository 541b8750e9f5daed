package io.agentgate.gateway.audit;

import io.agentgate.gateway.audit.AuditEvent.CallDecided;
import io.agentgate.gateway.audit.AuditEvent.CallSettled;
import io.agentgate.gateway.audit.AuditEvent.Noted;
import io.agentgate.gateway.audit.Streamed.Event;
import io.agentgate.gateway.audit.Streamed.WriterEnded;
import io.agentgate.protocol.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The form of events on the audit stream: a CloudEvent 1.0 in structured JSON, as {@code
 * docs/reference/audit-event.md} describes it.
 *
 * <p>Members are only ever added; a reader passes over those it does not know. What cannot be said
 * that way gets another {@code type}.
 */
public final class EventJson {
    /** No event is longer in this form. */
    public static final int MAX_BYTES = 512 << 10;

    static final String DECIDED = "io.agentgate.call.decided.v1";
    static final String SETTLED = "io.agentgate.call.settled.v1";
    static final String NOTED = "io.agentgate.note.v1";
    static final String ENDED = "io.agentgate.writer.ended.v1";

    private static final String SCHEMA = "urn:agentgate:audit-event:v1";

    private EventJson() {}

    /**
     * Writes an event.
     *
     * @param replica the process that tells of it
     */
    public static byte[] write(Streamed what, String replica) {
        JsonWriter json = new JsonWriter().beginObject();
        json.name("specversion").value("1.0");
        attributes(json, what, replica);
        switch (what) {
            case Event(CallDecided decided) -> decided(json, decided);
            case Event(CallSettled settled) -> settled(json, settled);
            case Event(Noted noted) -> {
                text(json, "kind", noted.kind());
                text(json, "session", noted.session());
                text(json, "detail", noted.detail());
            }
            case WriterEnded ended -> {
                text(json, "writer", ended.writer());
                json.name("lane").value(ended.lane());
            }
        }
        return json.endObject().endObject().toBytes();
    }

    /** The id of an event on the stream; one that comes again has the same. */
    public static String id(Streamed what) {
        return switch (what) {
            case Event(CallDecided decided) -> decided.decisionId() + "/decided";
            case Event(CallSettled settled) -> settled.decisionId() + "/settled";
            case Event(Noted noted) -> noted.id();
            case WriterEnded ended -> ended.writer() + "/" + ended.lane() + "/ended";
        };
    }

    /** The type of an event on the stream. */
    public static String type(Streamed what) {
        return switch (what) {
            case Event(CallDecided decided) -> DECIDED;
            case Event(CallSettled settled) -> SETTLED;
            case Event(Noted noted) -> NOTED;
            case WriterEnded ended -> ENDED;
        };
    }

    private static void attributes(JsonWriter json, Streamed what, String replica) {
        text(json, "id", id(what));
        text(json, "source", "/agentgate/" + replica);
        text(json, "type", type(what));
        text(json, "time", what.time().toString());
        text(json, "datacontenttype", "application/json");
        text(json, "dataschema", SCHEMA);
        json.name("data").beginObject();
    }

    private static void decided(JsonWriter json, CallDecided decided) {
        CallOrigin origin = decided.origin();
        DecisionBasis basis = decided.basis();
        text(json, "decisionId", decided.decisionId());
        text(json, "session", origin.session());
        text(json, "agent", origin.agent());
        text(json, "caller", origin.caller());
        text(json, "server", origin.server());
        text(json, "tool", origin.tool());
        text(json, "requestId", origin.requestId());
        text(json, "decision", word(basis.decision()));
        text(json, "rule", basis.rule());
        text(json, "reason", basis.reason());
        text(json, "policyRevision", basis.revision());
        payload(json, "arguments", decided.arguments());
        basis.redactions().write(json.name("argumentsRedactedBy"));
        Evaluation.write(json.name("evaluation"), basis.evaluation());
    }

    private static void settled(JsonWriter json, CallSettled settled) {
        text(json, "decisionId", settled.decisionId());
        text(json, "session", settled.session());
        text(json, "status", settled.status().word());
        text(json, "reason", settled.reason());
        // A clock that was set back is no reason to lose an outcome.
        json.name("latencyNanos").value(Math.max(0, settled.latencyNanos()));
        payload(json, "result", settled.result());
        settled.end().redactions().write(json.name("resultRedactedBy"));
    }

    /** The word for a decision on the stream. */
    static String word(CallDecision decision) {
        return decision.name().toLowerCase(Locale.ROOT);
    }

    /** Text, not JSON: what was cut is none any more, and numbers must survive every reader. */
    private static void payload(JsonWriter json, String name, @Nullable Payload payload) {
        json.name(name);
        if (payload == null) {
            json.nullValue();
            return;
        }
        json.beginObject();
        String text = payload.text();
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (utf8.length > Payload.MAX_HEAD_BYTES) {
            // What was no UTF-8 is replaced by what is longer; a reader takes no more than this.
            utf8 = Payload.head(utf8, Payload.MAX_HEAD_BYTES);
            text = new String(utf8, StandardCharsets.UTF_8);
        }
        text(json, "text", text);
        json.name("bytes").value(Math.max(utf8.length, payload.fullLength()));
        byte[] hmac = payload.hmac();
        text(json, "hmac", hmac == null ? null : Base64.getEncoder().encodeToString(hmac));
        json.endObject();
    }

    private static void text(JsonWriter json, String name, @Nullable String text) {
        json.name(name);
        if (text == null) {
            json.nullValue();
        } else {
            json.value(text);
        }
    }

    /**
     * Reads an event.
     *
     * @throws EventFormatException if the bytes are not one, or of a type this version does not
     *     know
     */
    public static Streamed read(byte[] json) throws EventFormatException {
        JsonMembers event = JsonMembers.of(json, MAX_BYTES);
        if (!event.text("specversion").equals("1.0")) {
            throw new EventFormatException("`specversion` is not 1.0");
        }
        String type = event.text("type");
        JsonMembers data = event.object("data");
        return switch (type) {
            case DECIDED -> new Event(decided(event.time("time"), data));
            case SETTLED -> new Event(settled(event.time("time"), data));
            case NOTED ->
                    new Event(
                            new Noted(
                                    event.text("id"),
                                    event.time("time"),
                                    data.text("kind"),
                                    data.textOrNull("session"),
                                    data.text("detail")));
            case ENDED ->
                    new WriterEnded(
                            data.text("writer"),
                            (int) data.whole("lane", 0, Streamed.LANES - 1),
                            event.time("time"));
            default -> throw new EventFormatException("`type` is not known to this version");
        };
    }

    private static CallDecided decided(Instant time, JsonMembers data) throws EventFormatException {
        return new CallDecided(
                data.text("decisionId"),
                time,
                new CallOrigin(
                        data.text("session"),
                        data.text("agent"),
                        data.text("caller"),
                        data.text("server"),
                        data.text("tool"),
                        data.textOrNull("requestId")),
                new DecisionBasis(
                        decision(data.text("decision")),
                        data.textOrNull("rule"),
                        data.textOrNull("reason"),
                        data.text("policyRevision"),
                        new Redactions(data.texts("argumentsRedactedBy")),
                        Evaluation.ofStored(data.rawObjectOrNull("evaluation"))),
                payload(data.objectOrNull("arguments")));
    }

    private static CallSettled settled(Instant time, JsonMembers data) throws EventFormatException {
        return new CallSettled(
                data.text("decisionId"),
                time,
                data.text("session"),
                new CallEnd(
                        CallStatus.ofWord(data.text("status"))
                                .orElseThrow(
                                        () ->
                                                new EventFormatException(
                                                        "`data.status` is no status")),
                        data.textOrNull("reason"),
                        new Redactions(data.texts("resultRedactedBy"))),
                data.whole("latencyNanos", 0, Long.MAX_VALUE),
                payload(data.objectOrNull("result")));
    }

    private static CallDecision decision(String word) throws EventFormatException {
        for (CallDecision decision : CallDecision.values()) {
            if (word(decision).equals(word)) {
                return decision;
            }
        }
        throw new EventFormatException("`data.decision` is no decision");
    }

    private static @Nullable Payload payload(@Nullable JsonMembers payload)
            throws EventFormatException {
        if (payload == null) {
            return null;
        }
        byte[] head = payload.text("text").getBytes(StandardCharsets.UTF_8);
        if (head.length > Payload.MAX_HEAD_BYTES) {
            throw new EventFormatException("`" + payload.path("text") + "` is too long");
        }
        long bytes = payload.whole("bytes", head.length, Long.MAX_VALUE);
        String hmac = payload.textOrNull("hmac");
        try {
            return new Payload(head, bytes, hmac == null ? null : Base64.getDecoder().decode(hmac));
        } catch (IllegalArgumentException notBase64) {
            throw new EventFormatException("`" + payload.path("hmac") + "` is not Base64");
        }
    }
}
