package io.agentgate.gateway.statistics;

import java.time.Instant;

/**
 * The spans of time that figures are kept of. Every call counts once on each level.
 *
 * <p>Callers name their tools, and who shows no key is an agent of its own with every session: of
 * one span only {@link #most} names are told apart, so the table grows with time and not with what
 * callers think of.
 */
public enum FigureLevel {
    MINUTE(60, 100),
    HOUR(3_600, 500),
    DAY(86_400, 1_000);

    private final int seconds;
    private final int most;

    FigureLevel(int seconds, int most) {
        this.seconds = seconds;
        this.most = most;
    }

    /** The length of a span, which is also how the level is stored. */
    public int seconds() {
        return seconds;
    }

    /** How many names of one kind are told apart, each with each status. */
    public int most() {
        return most;
    }

    /** The next one below; the shortest has none but itself. */
    public FigureLevel shorter() {
        return switch (this) {
            case DAY -> HOUR;
            case HOUR, MINUTE -> MINUTE;
        };
    }

    /** When the span begins that a time is in, in seconds since 1970. */
    public long start(Instant time) {
        return floor(time.getEpochSecond());
    }

    public long floor(long second) {
        return Math.floorDiv(second, seconds) * seconds;
    }

    public long ceil(long second) {
        return Math.ceilDiv(second, seconds) * seconds;
    }
}
