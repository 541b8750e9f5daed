package io.agentgate.policy;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * What a condition asks of the time of a call.
 *
 * @param zone where the clock hangs
 * @param accepted a bit for each value that is meant, the lowest for the first
 */
public record Moment(Unit unit, ZoneId zone, int accepted) {
    /** A part of the time. */
    public enum Unit {
        /** 0 to 23. */
        HOUR,
        /** 0 for Monday to 6. */
        WEEKDAY
    }

    private static final long HOURS_OF_A_DAY = 24;
    private static final long DAYS_OF_A_WEEK = 7;
    private static final long SECONDS_OF_AN_HOUR = 3_600;

    /** 1970-01-01 was a Thursday. */
    private static final long WEEKDAY_OF_EPOCH = 3;

    boolean holds(Instant now) {
        long seconds = now.getEpochSecond();
        if (!zone.equals(ZoneOffset.UTC)) {
            seconds += zone.getRules().getOffset(now).getTotalSeconds();
        }
        long hours = Math.floorDiv(seconds, SECONDS_OF_AN_HOUR);
        long value =
                switch (unit) {
                    case HOUR -> Math.floorMod(hours, HOURS_OF_A_DAY);
                    case WEEKDAY ->
                            Math.floorMod(
                                    Math.floorDiv(hours, HOURS_OF_A_DAY) + WEEKDAY_OF_EPOCH,
                                    DAYS_OF_A_WEEK);
                };
        return (accepted >> value & 1) == 1;
    }
}
