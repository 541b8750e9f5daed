package io.agentgate.auditstore.calls;

import io.agentgate.gateway.audit.CallCsv;
import io.agentgate.gateway.audit.Evaluation;
import io.agentgate.gateway.audit.EvaluationText;
import java.io.IOException;
import java.util.Arrays;

/** Calls as lines of comma-separated values, by the rules of {@link CallCsv}. */
final class Csv {
    private Csv() {}

    static void line(Call call, Appendable out) throws IOException {
        EvaluationText evaluated = EvaluationText.of(Evaluation.ofText(call.evaluation()));
        out.append(
                CallCsv.line(
                        Arrays.asList(
                                call.decisionId(),
                                call.time(),
                                call.session(),
                                call.agent(),
                                call.caller(),
                                call.server(),
                                call.tool(),
                                call.requestId(),
                                call.decision(),
                                call.rule(),
                                call.reason(),
                                call.policyRevision(),
                                call.status(),
                                call.settledAt(),
                                call.outcomeReason(),
                                call.latencyNanos(),
                                call.argumentsBytes(),
                                call.resultBytes(),
                                String.join(" ", call.argumentsRedactedBy()),
                                String.join(" ", call.resultRedactedBy()),
                                evaluated.rules(),
                                evaluated.limits(),
                                evaluated.shadow(),
                                evaluated.candidate())));
    }
}
