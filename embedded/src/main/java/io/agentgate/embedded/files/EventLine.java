package io.agentgate.embedded.files;

import io.agentgate.gateway.audit.AuditEvent;
import io.agentgate.gateway.audit.CallJson;
import io.agentgate.gateway.audit.CallOrigin;
import io.agentgate.gateway.audit.CallStatus;
import io.agentgate.gateway.audit.DecisionBasis;
import io.agentgate.gateway.audit.Evaluation;
import io.agentgate.gateway.audit.Payload;
import io.agentgate.protocol.JsonWriter;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An event as one line of JSON, with its line end. */
final class EventLine {

    private EventLine() {}

    static byte[] of(AuditEvent event) {
        JsonWriter json = new JsonWriter().beginObject();
        switch (event) {
            case AuditEvent.CallDecided decided -> decision(json, decided);
            case AuditEvent.CallSettled settled -> outcome(json, settled);
            case AuditEvent.Noted noted -> note(json, noted);
        }
        return line(json);
    }

    /** Says that the calls of a writer that have no outcome will never get one. */
    static byte[] closed(String writer, Instant time) {
        JsonWriter json = new JsonWriter().beginObject();
        begin(json, "closed", writer, time);
        json.name("status").value(CallStatus.UNKNOWN.word());
        return line(json);
    }

    private static void decision(JsonWriter json, AuditEvent.CallDecided decided) {
        CallOrigin origin = decided.origin();
        DecisionBasis basis = decided.basis();
        begin(json, "decision", decided.decisionId(), decided.time());
        json.name("agent_id").value(origin.agent());
        json.name("session_id").value(origin.session());
        json.name("server_name").value(origin.server());
        json.name("tool_name").value(origin.tool());
        Payload.write(json.name("arguments"), decided.arguments());
        json.name("decision").value(basis.decision().name().toLowerCase(Locale.ROOT));
        text(json.name("policy_hit"), basis.rule());
        text(json.name("reason"), basis.reason());
        json.name("policy_revision").value(basis.revision());
        json.name("caller").value(origin.caller());
        text(json.name("request_id"), origin.requestId());
        basis.redactions().write(json.name("arguments_redacted_by"));
        Evaluation.write(json.name("evaluation"), basis.evaluation());
    }

    private static void outcome(JsonWriter json, AuditEvent.CallSettled settled) {
        begin(json, "outcome", settled.decisionId(), settled.time());
        json.name("status").value(settled.status().word());
        text(json.name("reason"), settled.reason());
        if (settled.status() == CallStatus.UNKNOWN) {
            json.name("latency_ms").nullValue();
        } else {
            json.name("latency_ms").value(CallJson.millis((double) settled.latencyNanos()));
        }
        Payload.write(json.name("result"), settled.result());
        settled.end().redactions().write(json.name("result_redacted_by"));
    }

    private static void note(JsonWriter json, AuditEvent.Noted noted) {
        begin(json, "note", noted.id(), noted.time());
        json.name("kind").value(noted.kind());
        text(json.name("session_id"), noted.session());
        json.name("detail").value(noted.detail());
    }

    private static void begin(JsonWriter json, String event, String id, Instant time) {
        json.name("event").value(event);
        json.name("id").value(id);
        json.name("timestamp").value(CallJson.time(time));
    }

    private static void text(JsonWriter json, @Nullable String text) {
        if (text == null) {
            json.nullValue();
        } else {
            json.value(text);
        }
    }

    private static byte[] line(JsonWriter json) {
        byte[] object = json.endObject().toBytes();
        byte[] line = Arrays.copyOf(object, object.length + 1);
        line[object.length] = '\n';
        return line;
    }
}
