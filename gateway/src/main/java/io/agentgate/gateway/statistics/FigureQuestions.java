package io.agentgate.gateway.statistics;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which periods figures may be asked of, in which steps, and what is meant where nothing is said.
 */
public final class FigureQuestions {
    /** How long records may be looked through for limits: what people do not wait for. */
    public static final Duration BUDGET = Duration.ofMillis(200);

    private static final Duration USUAL = Duration.ofDays(1);

    /** Years of four digits: no store has to hold more. */
    private static final Instant FIRST = Instant.parse("0000-01-02T00:00:00Z");

    private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

    private static final int MOST_POINTS = 1_500;

    /** As many points as a page has room for, where nobody says how many. */
    private static final int USUAL_POINTS = 300;

    private FigureQuestions() {}

    /**
     * The period between two times: where its end is not said up to now, and where its beginning is
     * not, a day.
     *
     * @throws WrongQuestionException if it would end before it begins
     */
    public static Period period(@Nullable Instant since, @Nullable Instant until, Instant now) {
        Instant end = until == null ? now : possible("until", until);
        Instant begin = since == null ? end.minus(USUAL) : possible("since", since);
        if (!begin.isBefore(end)) {
            throw new WrongQuestionException("since", "must be before `until`, which is " + end);
        }
        return new Period(begin, end);
    }

    private static Instant possible(String parameter, Instant time) {
        if (time.isBefore(FIRST) || time.isAfter(LAST)) {
            throw new WrongQuestionException(parameter, "must be in the years 0 to 9999");
        }
        return time;
    }

    /**
     * The step of so many seconds; where none is said the shortest that has not too many points.
     *
     * @throws WrongQuestionException if there is no such step, or not in this period
     */
    public static Step step(@Nullable String seconds, Period period, Instant now) {
        if (seconds != null) {
            return requirePossible(named(seconds), period, now);
        }
        for (Step step : Step.values()) {
            if (step.count(period) <= USUAL_POINTS && isKept(step, period, now)) {
                return step;
            }
        }
        return requirePossible(Step.DAY, period, now);
    }

    private static Step named(String seconds) {
        return Arrays.stream(Step.values())
                .filter(step -> String.valueOf(step.seconds()).equals(seconds))
                .findFirst()
                .orElseThrow(
                        () ->
                                new WrongQuestionException(
                                        "step",
                                        Arrays.stream(Step.values())
                                                .map(step -> String.valueOf(step.seconds()))
                                                .collect(
                                                        Collectors.joining(
                                                                ", ", "must be one of ", ""))));
    }

    private static Step requirePossible(Step step, Period period, Instant now) {
        if (step.count(period) > MOST_POINTS) {
            throw new WrongQuestionException(
                    "step", "must be longer: more than " + MOST_POINTS + " points");
        }
        if (!isKept(step, period, now)) {
            throw new WrongQuestionException(
                    "step",
                    "must be 3600 or 86400 before the last "
                            + PeriodFigures.MINUTES_KEPT.toHours()
                            + " hours");
        }
        return step;
    }

    private static boolean isKept(Step step, Period period, Instant now) {
        return !step.isFine() || !period.since().isBefore(PeriodFigures.firstMinute(now));
    }
}
