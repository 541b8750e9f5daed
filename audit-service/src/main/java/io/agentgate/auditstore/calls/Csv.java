package io.agentgate.auditstore.calls;

import io.agentgate.gateway.audit.Evaluation;
import io.agentgate.gateway.audit.EvaluationText;
import java.io.IOException;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Calls as comma-separated values (RFC 4180). What a spreadsheet would take for a formula gets an
 * apostrophe before it: tools have the names that servers give them. Spreadsheets pass over blanks
 * before a formula, and some read full-width and other forms of its sign.
 */
final class Csv {
    static final String HEADER =
            "decision_id,time,session,agent,caller,server,tool,request_id,decision,rule,reason,"
                    + "policy_revision,status,settled_at,outcome_reason,latency_nanos,"
                    + "arguments_bytes,result_bytes,arguments_redacted_by,result_redacted_by,"
                    + "evaluated_rules,charged_limits,shadow,candidate\r\n";

    /** U+2212 is a minus sign, too. */
    private static final String FORMULA = "=+-@\u2212";

    /** Some spreadsheets part fields at semicolons or tabs. */
    private static final String QUOTED = ",;\t\"\r\n";

    private Csv() {}

    static void line(Call call, Appendable out) throws IOException {
        EvaluationText evaluated = EvaluationText.of(Evaluation.ofText(call.evaluation()));
        List<@Nullable Object> values =
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
                        evaluated.candidate());
        String comma = "";
        for (@Nullable Object value : values) {
            out.append(comma).append(field(value));
            comma = ",";
        }
        out.append("\r\n");
    }

    static String field(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        String text = value.toString();
        if (value instanceof String && isFormula(text)) {
            text = "'" + text;
        }
        boolean quoted = text.chars().anyMatch(character -> QUOTED.indexOf(character) >= 0);
        return quoted ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }

    private static boolean isFormula(String text) {
        int first = 0;
        while (first < text.length() && isPassedOver(text.charAt(first))) {
            first++;
        }
        if (first == text.length()) {
            return false;
        }
        String sign = Normalizer.normalize(text.substring(first, first + 1), Form.NFKC);
        return FORMULA.contains(sign);
    }

    /** Blanks, line ends, controls, and what is not seen at all. */
    private static boolean isPassedOver(char character) {
        return Character.isWhitespace(character)
                || Character.isSpaceChar(character)
                || Character.isISOControl(character)
                || Character.getType(character) == Character.FORMAT;
    }
}
