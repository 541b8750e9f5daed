package io.agentgate.gateway.audit;

import io.agentgate.protocol.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A call as one line of JSON: the members the TOML dialect's users know, and the rest behind. */
public final class CallJson {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSxxx", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);
    private static final double NANOS_PER_MILLI = 1e6;

    private static final double DIGITS = 1e3;

    private CallJson() {}

    /** A time as a call's has it. */
    public static String time(Instant time) {
        return TIME.format(time);
    }

    /** Nanoseconds in milliseconds, to the microsecond: what is beyond that is noise. */
    public static double millis(double nanos) {
        return Math.round(nanos / NANOS_PER_MILLI * DIGITS) / DIGITS;
    }

    /** The line, without its end. */
    public static String of(CallRecord call) {
        CallOrigin origin = call.decision().origin();
        DecisionBasis basis = call.decision().basis();
        AuditEvent.CallSettled outcome = call.outcome();
        JsonWriter json = new JsonWriter().beginObject();
        json.name("id").value(call.decision().decisionId());
        json.name("timestamp").value(time(call.decision().time()));
        json.name("agent_id").value(origin.agent());
        json.name("session_id").value(origin.session());
        json.name("server_name").value(origin.server());
        json.name("tool_name").value(origin.tool());
        Payload.write(json.name("arguments"), call.decision().arguments());
        Payload.write(json.name("result"), outcome == null ? null : outcome.result());
        Long latency = call.latencyNanos();
        if (latency == null) {
            json.name("latency_ms").nullValue();
        } else {
            json.name("latency_ms").value(millis(latency.doubleValue()));
        }
        json.name("status").value(call.status().word());
        text(json.name("policy_hit"), basis.rule());
        String ended = outcome == null ? null : outcome.reason();
        text(json.name("reason"), ended == null ? basis.reason() : ended);
        json.name("policy_revision").value(basis.revision());
        json.name("caller").value(origin.caller());
        text(json.name("request_id"), origin.requestId());
        basis.redactions().write(json.name("arguments_redacted_by"));
        Redactions answer = outcome == null ? Redactions.NONE : outcome.end().redactions();
        answer.write(json.name("result_redacted_by"));
        Evaluation.write(json.name("evaluation"), basis.evaluation());
        return new String(json.endObject().toBytes(), StandardCharsets.UTF_8);
    }

    /** What a list shows of a call: nothing of what was said, and not how it was decided. */
    public static String brief(CallRecord call) {
        CallOrigin origin = call.decision().origin();
        DecisionBasis basis = call.decision().basis();
        AuditEvent.CallSettled outcome = call.outcome();
        JsonWriter json = new JsonWriter().beginObject();
        json.name("id").value(call.decision().decisionId());
        json.name("timestamp").value(time(call.decision().time()));
        json.name("agent_id").value(origin.agent());
        json.name("caller").value(origin.caller());
        json.name("session_id").value(origin.session());
        json.name("server_name").value(origin.server());
        json.name("tool_name").value(origin.tool());
        json.name("status").value(call.status().word());
        text(json.name("policy_hit"), basis.rule());
        String ended = outcome == null ? null : outcome.reason();
        text(json.name("reason"), ended == null ? basis.reason() : ended);
        Long latency = call.latencyNanos();
        if (latency == null) {
            json.name("latency_ms").nullValue();
        } else {
            json.name("latency_ms").value(millis(latency.doubleValue()));
        }
        return new String(json.endObject().toBytes(), StandardCharsets.UTF_8);
    }

    private static void text(JsonWriter json, @Nullable String text) {
        if (text == null) {
            json.nullValue();
        } else {
            json.value(text);
        }
    }
}
