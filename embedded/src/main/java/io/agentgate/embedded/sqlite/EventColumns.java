package io.agentgate.embedded.sqlite;

import io.agentgate.gateway.audit.AuditEvent;
import io.agentgate.gateway.audit.CallOrigin;
import io.agentgate.gateway.audit.DecisionBasis;
import io.agentgate.gateway.audit.Payload;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The columns of an event that its link covers, in their order, which never changes: all that was
 * recorded but the text of payloads, for which their length and proofs stand.
 *
 * <p>The last column of decisions and outcomes is younger than the chain: {@linkplain #linked where
 * it is empty}, a link is what it was before there was such a column.
 */
final class EventColumns {
    static final List<String> DECIDED =
            List.of(
                    "decision_id",
                    "writer",
                    "time",
                    "session",
                    "agent",
                    "caller",
                    "server",
                    "tool",
                    "request_id",
                    "decision",
                    "rule",
                    "reason",
                    "revision",
                    "arguments_bytes",
                    "arguments_hmac",
                    "arguments_kept",
                    "arguments_redacted_by");

    static final List<String> SETTLED =
            List.of(
                    "decision_id",
                    "writer",
                    "status",
                    "settled_at",
                    "latency_nanos",
                    "outcome_reason",
                    "result_bytes",
                    "result_hmac",
                    "result_kept",
                    "result_redacted_by");

    static final List<String> NOTED = List.of("id", "writer", "time", "kind", "session", "detail");

    private EventColumns() {}

    /** The values that a link is made over. */
    static @Nullable Object[] linked(Sealer.Purpose purpose, @Nullable Object[] columns) {
        int youngest = columns.length - 1;
        return purpose != Sealer.Purpose.NOTED && columns[youngest] == null
                ? Arrays.copyOf(columns, youngest)
                : columns;
    }

    static @Nullable Object[] of(AuditEvent.CallDecided decided, Sealer sealer) {
        CallOrigin origin = decided.origin();
        DecisionBasis basis = decided.basis();
        return new @Nullable Object[] {
            decided.decisionId(),
            StoredForm.writerOf(decided.decisionId()),
            StoredForm.time(decided.time()),
            origin.session(),
            origin.agent(),
            origin.caller(),
            origin.server(),
            origin.tool(),
            origin.requestId(),
            StoredForm.word(basis.decision()),
            basis.rule(),
            basis.reason(),
            basis.revision(),
            bytes(decided.arguments()),
            hmac(decided.arguments()),
            kept(decided.arguments(), sealer),
            basis.redactions().text()
        };
    }

    static @Nullable Object[] of(AuditEvent.CallSettled settled, Sealer sealer) {
        return new @Nullable Object[] {
            settled.decisionId(),
            StoredForm.writerOf(settled.decisionId()),
            settled.status().word(),
            StoredForm.time(settled.time()),
            settled.latencyNanos(),
            settled.reason(),
            bytes(settled.result()),
            hmac(settled.result()),
            kept(settled.result(), sealer),
            settled.end().redactions().text()
        };
    }

    static @Nullable Object[] of(AuditEvent.Noted noted) {
        return new @Nullable Object[] {
            noted.id(),
            StoredForm.writerOf(noted.id()),
            StoredForm.time(noted.time()),
            noted.kind(),
            noted.session(),
            noted.detail()
        };
    }

    private static @Nullable Long bytes(@Nullable Payload payload) {
        return payload == null ? null : payload.fullLength();
    }

    /** A whole text is proved by its HMAC; of one that was cut, that proves only what is gone. */
    private static byte @Nullable [] kept(@Nullable Payload payload, Sealer sealer) {
        return payload == null || (!payload.truncated() && payload.hmac() != null)
                ? null
                : kept(payload.text(), sealer);
    }

    /** The proof of a text that is not whole. */
    static byte[] kept(String text, Sealer sealer) {
        return sealer.seal(Sealer.Purpose.KEPT, Link.NONE, text);
    }

    private static byte @Nullable [] hmac(@Nullable Payload payload) {
        return payload == null ? null : payload.hmac();
    }
}
