package io.agentgate.embedded.sqlite;

import io.agentgate.gateway.audit.CallDecision;
import io.agentgate.gateway.audit.CallStatus;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;

/** How values look in a column: readable, and in text order what is in order. */
final class StoredForm {
    private static final Instant FIRST = Instant.ofEpochSecond(-62_167_219_200L);
    private static final Instant LAST = Instant.ofEpochSecond(253_402_300_799L, 999_999_999);
    private static final int TIME_LENGTH = "2026-11-20T12:00:00.000000Z".length();

    private StoredForm() {}

    /**
     * The time to the microsecond, always of one length, so that text sorts as times do. Years of
     * more than four digits would not, and become the first or last that does.
     *
     * <p>Written by hand because a formatter costs a fresh process more than the whole first batch.
     */
    static String time(Instant time) {
        Instant known = time.isBefore(FIRST) ? FIRST : time.isAfter(LAST) ? LAST : time;
        LocalDateTime utc =
                LocalDateTime.ofEpochSecond(
                        known.getEpochSecond(), known.getNano(), ZoneOffset.UTC);
        StringBuilder text = new StringBuilder(TIME_LENGTH);
        digits(text, utc.getYear(), 1000);
        digits(text.append('-'), utc.getMonthValue(), 10);
        digits(text.append('-'), utc.getDayOfMonth(), 10);
        digits(text.append('T'), utc.getHour(), 10);
        digits(text.append(':'), utc.getMinute(), 10);
        digits(text.append(':'), utc.getSecond(), 10);
        digits(text.append('.'), utc.getNano() / 1000, 100_000);
        return text.append('Z').toString();
    }

    private static void digits(StringBuilder text, int value, int highest) {
        for (int unit = highest; unit > 0; unit /= 10) {
            text.append((char) ('0' + value / unit % 10));
        }
    }

    static Instant time(String stored) throws SQLException {
        try {
            return LocalDateTime.of(
                            Integer.parseInt(stored, 0, 4, 10),
                            Integer.parseInt(stored, 5, 7, 10),
                            Integer.parseInt(stored, 8, 10, 10),
                            Integer.parseInt(stored, 11, 13, 10),
                            Integer.parseInt(stored, 14, 16, 10),
                            Integer.parseInt(stored, 17, 19, 10),
                            Integer.parseInt(stored, 20, 26, 10) * 1000)
                    .toInstant(ZoneOffset.UTC);
        } catch (RuntimeException notATime) {
            throw new SQLException("a row holds a time that is none", notATime);
        }
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
