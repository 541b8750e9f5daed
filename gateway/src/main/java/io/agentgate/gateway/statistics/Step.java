package io.agentgate.gateway.statistics;

import java.time.Instant;

/** How far the points of a series lie apart. They begin at whole minutes, hours and days of UTC. */
public enum Step {
    MINUTE(60),
    FIVE_MINUTES(300),
    HOUR(3_600),
    DAY(86_400);

    private final int seconds;

    Step(int seconds) {
        this.seconds = seconds;
    }

    public int seconds() {
        return seconds;
    }

    /** Whether minutes have to be told apart, which are not kept for long. */
    public boolean isFine() {
        return level() == FigureLevel.MINUTE;
    }

    /** The spans that its points are made of. */
    public FigureLevel level() {
        return switch (this) {
            case MINUTE, FIVE_MINUTES -> FigureLevel.MINUTE;
            case HOUR -> FigureLevel.HOUR;
            case DAY -> FigureLevel.DAY;
        };
    }

    /** The beginning of the step a time is in. */
    public Instant floor(Instant time) {
        return Instant.ofEpochSecond(Math.floorDiv(time.getEpochSecond(), seconds) * seconds);
    }

    /** The end of the last step of a period. */
    public Instant ceil(Period period) {
        return floor(period.until().minusNanos(1)).plusSeconds(seconds);
    }

    /** How many steps there are from the one a period begins in to its end. */
    public long count(Period period) {
        long length = period.until().getEpochSecond() - floor(period.since()).getEpochSecond();
        return Math.ceilDiv(length, seconds);
    }
}
