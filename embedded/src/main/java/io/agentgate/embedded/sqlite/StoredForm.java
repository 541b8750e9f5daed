package io.agentgate.embedded.sqlite;

import io.agentgate.gateway.audit.CallDecision;
import io.agentgate.gateway.audit.CallStatus;
import java.sql.SQLException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;

/** How values look in a column: readable, and in text order what is in order. */
final class StoredForm {
    /** Six digits of fraction, whatever they are: text of one length sorts as the times do. */
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(6).toFormatter(Locale.ROOT);

    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");

    private StoredForm() {}

    /** The time to the microsecond. Years of more than four digits would not sort. */
    static String time(Instant time) {
        if (time.isBefore(FIRST)) {
            return TIME.format(FIRST);
        }
        return TIME.format(time.isAfter(LAST) ? LAST : time);
    }

    static Instant time(String stored) {
        return Instant.from(TIME.parse(stored));
    }

    static String word(CallDecision decision) {
        return decision.name().toLowerCase(Locale.ROOT);
    }

    static CallDecision decision(String word) throws SQLException {
        for (CallDecision decision : CallDecision.values()) {
            if (word(decision).equals(word)) {
                return decision;
            }
        }
        throw new SQLException("a row holds a decision that this version does not know");
    }

    static CallStatus status(String word) throws SQLException {
        return CallStatus.ofWord(word)
                .orElseThrow(
                        () ->
                                new SQLException(
                                        "a row holds a status that this version does not know"));
    }

    /** The part of a decision id before its last dash. */
    static String writerOf(String decisionId) {
        return decisionId.substring(0, Math.max(0, decisionId.lastIndexOf('-')));
    }
}
