package io.agentgate.dashboardservice.records;

import io.agentgate.gateway.audit.AuditEvent;
import io.agentgate.gateway.audit.CallDecision;
import io.agentgate.gateway.audit.CallEnd;
import io.agentgate.gateway.audit.CallOrigin;
import io.agentgate.gateway.audit.CallRecord;
import io.agentgate.gateway.audit.CallStatus;
import io.agentgate.gateway.audit.DecisionBasis;
import io.agentgate.gateway.audit.Evaluation;
import io.agentgate.gateway.audit.EventFormatException;
import io.agentgate.gateway.audit.EventJson;
import io.agentgate.gateway.audit.Payload;
import io.agentgate.gateway.audit.Redactions;
import io.agentgate.gateway.audit.Streamed;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The reading of calls as the audit-service writes them. */
final class CallReading {
    private CallReading() {}

    /**
     * A call, without what it was about.
     *
     * @throws RuntimeException if it is none
     */
    static CallRecord brief(JsonObject call) {
        return call(call, null, null);
    }

    /**
     * A call with its events, as far as they are shown.
     *
     * @throws EventFormatException if an event is none
     * @throws RuntimeException if the call is none
     */
    static CallRecord whole(JsonObject call, JsonObject events) throws EventFormatException {
        Payload arguments = null;
        Payload result = null;
        if (event(events.getJsonObject("decided")) instanceof AuditEvent.CallDecided decided) {
            arguments = decided.arguments();
        }
        if (event(events.getJsonObject("settled")) instanceof AuditEvent.CallSettled settled) {
            result = settled.result();
        }
        return call(call, arguments, result);
    }

    private static @Nullable AuditEvent event(@Nullable JsonObject event)
            throws EventFormatException {
        return event != null
                        && EventJson.read(event.encode().getBytes(StandardCharsets.UTF_8))
                                instanceof Streamed.Event(AuditEvent told)
                ? told
                : null;
    }

    private static CallRecord call(
            JsonObject call, @Nullable Payload arguments, @Nullable Payload result) {
        String id = call.getString("decisionId");
        AuditEvent.CallDecided decided =
                new AuditEvent.CallDecided(
                        id,
                        Instant.parse(call.getString("time")),
                        new CallOrigin(
                                call.getString("session"),
                                call.getString("agent"),
                                call.getString("caller"),
                                call.getString("server"),
                                call.getString("tool"),
                                call.getString("requestId")),
                        basis(call),
                        arguments);
        CallStatus status = CallStatus.ofWord(call.getString("status")).orElse(CallStatus.UNKNOWN);
        return new CallRecord(decided, settled(call, id, status, result), status, 0);
    }

    private static DecisionBasis basis(JsonObject call) {
        JsonObject evaluation = call.getJsonObject("evaluation");
        return new DecisionBasis(
                CallDecision.valueOf(call.getString("decision").toUpperCase(Locale.ROOT)),
                call.getString("rule"),
                call.getString("reason"),
                call.getString("policyRevision"),
                redactions(call.getJsonArray("argumentsRedactedBy")),
                Evaluation.ofText(evaluation == null ? null : evaluation.encode()));
    }

    private static AuditEvent.@Nullable CallSettled settled(
            JsonObject call, String id, CallStatus status, @Nullable Payload result) {
        String settledAt = call.getString("settledAt");
        if (settledAt == null) {
            return null;
        }
        Long latency = call.getLong("latencyNanos");
        return new AuditEvent.CallSettled(
                id,
                Instant.parse(settledAt),
                call.getString("session"),
                new CallEnd(
                        status,
                        call.getString("outcomeReason"),
                        redactions(call.getJsonArray("resultRedactedBy"))),
                latency == null ? 0 : latency,
                result);
    }

    private static Redactions redactions(@Nullable JsonArray rules) {
        return rules == null
                ? Redactions.NONE
                : new Redactions(List.copyOf(rules.stream().map(String::valueOf).toList()));
    }
}
