package io.agentgate.dashboard;

import io.agentgate.gateway.statistics.CallStatistics;
import io.agentgate.gateway.statistics.FigureJson;
import io.agentgate.gateway.statistics.FigureQuestions;
import io.agentgate.gateway.statistics.Grouping;
import io.agentgate.gateway.statistics.Named;
import io.agentgate.gateway.statistics.Period;
import io.agentgate.gateway.statistics.Step;
import io.agentgate.protocol.JsonWriter;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.Locale;

/** The routes of figures over a period: as a series, by names, and all together. */
final class FigureRoutes {
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
        return FigureQuestions.period(asked.time("since"), asked.time("until"), clock.instant());
    }

    private void series(RoutingContext asked) {
        Period period;
        Step step;
        Named named;
        try {
            Parameters parameters =
                    Parameters.of(asked, "since", "until", "step", "server", "tool", "agent");
            period = period(parameters);
            step = FigureQuestions.step(parameters.word("step"), period, clock.instant());
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

    private void by(RoutingContext asked, Grouping grouping) {
        ask(asked, period -> FigureJson.groups(period, grouping, statistics.by(grouping, period)));
    }

    private void total(RoutingContext asked) {
        ask(asked, period -> FigureJson.total(period, statistics.total(period)));
    }

    private void limits(RoutingContext asked) {
        ask(
                asked,
                period ->
                        FigureJson.limits(
                                period, statistics.limits(period, FigureQuestions.BUDGET)));
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
