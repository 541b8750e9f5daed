package io.agentgate.dashboard;

import io.agentgate.gateway.statistics.CallStatistics;
import io.agentgate.gateway.statistics.Grouping;
import io.agentgate.gateway.statistics.Named;
import io.agentgate.gateway.statistics.Period;
import io.agentgate.gateway.statistics.Step;
import io.agentgate.protocol.JsonWriter;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The routes of figures over a period: as a series, by names, and all together. */
final class FigureRoutes {
    private static final Duration USUAL = Duration.ofDays(1);

    /** How long records may be looked through for limits. */
    private static final Duration BUDGET = Duration.ofMillis(200);

    private static final int MOST_POINTS = 1_500;

    /** As many points as a page has room for, where nobody says how many. */
    private static final int USUAL_POINTS = 300;

    private final CallStatistics statistics;
    private final InstantSource clock;
    private final Blocking blocking;

    FigureRoutes(CallStatistics statistics, InstantSource clock, Blocking blocking) {
        this.statistics = statistics;
        this.clock = clock;
        this.blocking = blocking;
    }

    void mount(Router router) {
        router.get("/api/figures/series").handler(this::series);
        router.get("/api/figures/total").handler(this::total);
        router.get("/api/figures/limits").handler(this::limits);
        for (Grouping grouping : Grouping.values()) {
            router.get("/api/figures/by/" + grouping.name().toLowerCase(Locale.ROOT))
                    .handler(asked -> by(asked, grouping));
        }
    }

    private Period period(Parameters asked) {
        Instant until = asked.time("until");
        Instant since = asked.time("since");
        Instant end = until == null ? clock.instant() : until;
        Instant begin = since == null ? end.minus(USUAL) : since;
        if (!begin.isBefore(end)) {
            throw new IllegalArgumentException("`since` must be before `until`, which is " + end);
        }
        return new Period(begin, end);
    }

    private void series(RoutingContext asked) {
        Period period;
        Step step;
        Named named;
        try {
            Parameters parameters =
                    Parameters.of(asked, "since", "until", "step", "server", "tool", "agent");
            period = period(parameters);
            step = step(parameters.oneOf("step", FigureJson.steps()), period);
            named =
                    new Named(
                            parameters.word("server"),
                            parameters.word("tool"),
                            parameters.word("agent"));
        } catch (IllegalArgumentException wrong) {
            Answer.error(asked, 400, String.valueOf(wrong.getMessage()));
            return;
        }
        blocking.then(
                asked,
                () -> FigureJson.series(period, step, statistics.series(period, step, named)),
                json -> Answer.json(asked, json));
    }

    private Step step(@Nullable String seconds, Period period) {
        if (seconds == null) {
            for (Step step : Step.values()) {
                if (step.count(period) <= USUAL_POINTS && isKept(step, period)) {
                    return step;
                }
            }
            return requirePossible(Step.DAY, period);
        }
        return requirePossible(Step.of(Integer.parseInt(seconds)).orElseThrow(), period);
    }

    private Step requirePossible(Step step, Period period) {
        if (step.count(period) > MOST_POINTS) {
            throw new IllegalArgumentException(
                    "`step` must be longer: more than " + MOST_POINTS + " points");
        }
        if (!isKept(step, period)) {
            throw new IllegalArgumentException(
                    "`step` must be 3600 or 86400 before the last "
                            + CallStatistics.MINUTES_KEPT.toHours()
                            + " hours");
        }
        return step;
    }

    private boolean isKept(Step step, Period period) {
        Instant first =
                clock.instant().truncatedTo(ChronoUnit.HOURS).minus(CallStatistics.MINUTES_KEPT);
        return !step.isFine() || !period.since().isBefore(first);
    }

    private void by(RoutingContext asked, Grouping grouping) {
        ask(asked, period -> FigureJson.groups(period, grouping, statistics.by(grouping, period)));
    }

    private void total(RoutingContext asked) {
        ask(asked, period -> FigureJson.total(period, statistics.total(period)));
    }

    private void limits(RoutingContext asked) {
        ask(asked, period -> FigureJson.limits(period, statistics.limits(period, BUDGET)));
    }

    /** What is asked of a period. */
    private interface Question {
        JsonWriter of(Period period) throws Exception;
    }

    private void ask(RoutingContext asked, Question question) {
        Period period;
        try {
            period = period(Parameters.of(asked, "since", "until"));
        } catch (IllegalArgumentException wrong) {
            Answer.error(asked, 400, String.valueOf(wrong.getMessage()));
            return;
        }
        blocking.then(asked, () -> question.of(period), json -> Answer.json(asked, json));
    }
}
