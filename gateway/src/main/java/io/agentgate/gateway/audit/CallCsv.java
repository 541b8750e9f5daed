package io.agentgate.gateway.audit;

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
public final class CallCsv {
    /** The names of the columns. */
    public static final String HEADER =
            "decision_id,time,session,agent,caller,server,tool,request_id,decision,rule,reason,"
                    + "policy_revision,status,settled_at,outcome_reason,latency_nanos,"
                    + "arguments_bytes,result_bytes,arguments_redacted_by,result_redacted_by,"
                    + "evaluated_rules,charged_limits,shadow,candidate\r\n";

    /** U+2212 is a minus sign, too. */
    private static final String FORMULA = "=+-@\u2212";

    /** Some spreadsheets part fields at semicolons or tabs. */
    private static final String QUOTED = ",;\t\"\r\n";

    private CallCsv() {}

    /** The line of a call, with its end. */
    public static String line(CallRecord call) {
        CallOrigin origin = call.decision().origin();
        DecisionBasis basis = call.decision().basis();
        AuditEvent.CallSettled outcome = call.outcome();
        EvaluationText evaluated = EvaluationText.of(basis.evaluation());
        return line(
                Arrays.asList(
                        call.decision().decisionId(),
                        call.decision().time(),
                        origin.session(),
                        origin.agent(),
                        origin.caller(),
                        origin.server(),
                        origin.tool(),
                        origin.requestId(),
                        EventJson.word(basis.decision()),
                        basis.rule(),
                        basis.reason(),
                        basis.revision(),
                        call.status().word(),
                        outcome == null ? null : outcome.time(),
                        outcome == null ? null : outcome.reason(),
                        call.latencyNanos(),
                        bytes(call.decision().arguments()),
                        outcome == null ? null : bytes(outcome.result()),
                        String.join(" ", basis.redactions().rules()),
                        outcome == null
                                ? null
                                : String.join(" ", outcome.end().redactions().rules()),
                        evaluated.rules(),
                        evaluated.limits(),
                        evaluated.shadow(),
                        evaluated.candidate()));
    }

    private static @Nullable Long bytes(@Nullable Payload payload) {
        return payload == null ? null : (Long) payload.fullLength();
    }

    /** A line of these values, with its end; null is an empty one. */
    public static String line(List<@Nullable Object> values) {
        StringBuilder line = new StringBuilder();
        String comma = "";
        for (@Nullable Object value : values) {
            line.append(comma).append(field(value));
            comma = ",";
        }
        return line.append("\r\n").toString();
    }

    /** One value as it stands in a line. */
    public static String field(@Nullable Object value) {
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
