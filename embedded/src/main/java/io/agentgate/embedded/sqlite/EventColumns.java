package io.agentgate.embedded.sqlite;

import io.agentgate.gateway.audit.AuditEvent;
import io.agentgate.gateway.audit.CallOrigin;
import io.agentgate.gateway.audit.DecisionBasis;
import io.agentgate.gateway.audit.Evaluation;
import io.agentgate.gateway.audit.Payload;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The columns of an event that its link covers, in their order, which never changes: all that was
 * recorded but the text of payloads, for which their length and proofs stand.
 *
 * <p>The last columns of decisions and outcomes are younger than the chain: {@linkplain #linked
 * where they are empty}, a link is what it was before there were such columns.
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
                    "arguments_redacted_by",
                    "evaluation");

    /** The place of the first column that is younger than the chain. */
    private static final int YOUNGER_OF_DECIDED = DECIDED.indexOf("arguments_redacted_by");

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

    /** The same of outcomes. */
    private static final int YOUNGER_OF_SETTLED = SETTLED.indexOf("result_redacted_by");

    static final List<String> NOTED = List.of("id", "writer", "time", "kind", "session", "detail");

    private EventColumns() {}

    /** The values that a link is made over. */
    static @Nullable Object[] linked(Sealer.Purpose purpose, @Nullable Object[] columns) {
        int first =
                switch (purpose) {
                    case DECIDED -> YOUNGER_OF_DECIDED;
                    case SETTLED -> YOUNGER_OF_SETTLED;
                    default -> columns.length;
                };
        int length = columns.length;
        while (length > first && columns[length - 1] == null) {
            length--;
        }
        return length == columns.length ? columns : Arrays.copyOf(columns, length);
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
            basis.redactions().text(),
            text(basis.evaluation())
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

    private static @Nullable String text(@Nullable Evaluation evaluation) {
        return evaluation == null ? null : evaluation.text();
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
