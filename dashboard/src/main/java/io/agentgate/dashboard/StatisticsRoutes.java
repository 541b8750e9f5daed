package io.agentgate.dashboard;

import io.agentgate.gateway.audit.CallJson;
import io.agentgate.gateway.statistics.CallStatistics;
import io.agentgate.gateway.statistics.Figures;
import io.agentgate.gateway.statistics.Overview;
import io.agentgate.gateway.statistics.Refusals;
import io.agentgate.protocol.JsonWriter;
import io.vertx.ext.web.Router;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The routes of figures, in the seed's shapes where it has them. */
final class StatisticsRoutes {
    private final CallStatistics statistics;
    private final InstantSource clock;
    private final Blocking blocking;

    StatisticsRoutes(CallStatistics statistics, InstantSource clock, Blocking blocking) {
        this.statistics = statistics;
        this.clock = clock;
        this.blocking = blocking;
    }

    void mount(Router router) {
        for (String prefix : List.of("/api/", "/api/stats/")) {
            show(
                    router,
                    prefix + "overview",
                    () -> statistics.overview(clock.instant()),
                    StatisticsRoutes::overview);
            show(router, prefix + "tools", statistics::tools, found -> figures("tool_name", found));
            show(
                    router,
                    prefix + "agents",
                    statistics::agents,
                    found -> figures("agent_id", found));
        }
        show(router, "/api/violations", statistics::refusals, StatisticsRoutes::refusals);
    }

    private <T> void show(
            Router router, String path, Callable<T> question, Function<T, JsonWriter> form) {
        router.get(path)
                .handler(
                        asked -> {
                            if (Parameters.areKnown(asked)) {
                                blocking.then(
                                        asked,
                                        question,
                                        found -> Answer.json(asked, form.apply(found)));
                            }
                        });
    }

    private static JsonWriter overview(Overview overview) {
        List<Overview.Minute> minutes = overview.lastHour();
        JsonWriter json = new JsonWriter().beginObject();
        json.name("total_calls").value(overview.calls());
        json.name("total_denials").value(overview.denials());
        millis(json.name("avg_latency_ms"), overview.averageNanos());
        json.name("calls_per_minute_now").value(minutes.isEmpty() ? 0 : minutes.getLast().calls());
        json.name("sparkline").beginArray();
        for (Overview.Minute minute : minutes) {
            json.beginObject().name("bucket").value(minute.start().toString());
            json.name("count").value(minute.calls()).endObject();
        }
        return json.endArray().endObject();
    }

    private static JsonWriter figures(String name, List<Figures> all) {
        JsonWriter json = new JsonWriter().beginArray();
        for (Figures figures : all) {
            json.beginObject().name(name).value(figures.name());
            json.name("total_calls").value(figures.calls());
            json.name("error_count").value(figures.errors());
            json.name("denial_count").value(figures.denials());
            millis(json.name("avg_latency_ms"), figures.averageNanos());
            json.name("last_seen").value(CallJson.time(figures.lastSeen())).endObject();
        }
        return json.endArray();
    }

    private static JsonWriter refusals(List<Refusals> all) {
        JsonWriter json = new JsonWriter().beginArray();
        for (Refusals refusals : all) {
            json.beginObject().name("policy_hit");
            String rule = refusals.rule();
            if (rule == null) {
                json.nullValue();
            } else {
                json.value(rule);
            }
            json.name("status").value(refusals.status().word());
            json.name("count").value(refusals.calls());
            json.name("last_seen").value(CallJson.time(refusals.lastSeen())).endObject();
        }
        return json.endArray();
    }

    private static void millis(JsonWriter json, @Nullable Double nanos) {
        if (nanos == null) {
            json.nullValue();
        } else {
            json.value(CallJson.millis(nanos));
        }
    }
}
