package io.agentgate.dashboard;

import io.agentgate.gateway.statistics.CallStatistics;
import io.agentgate.gateway.statistics.Figures;
import io.agentgate.gateway.statistics.Overview;
import io.agentgate.gateway.statistics.Refusals;
import io.agentgate.protocol.JsonWriter;
import io.vertx.ext.web.Router;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The routes of figures, in the seed's shapes where it has them. */
final class StatisticsRoutes {
    private static final double NANOS_PER_MILLI = 1e6;

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
            router.get(prefix + "overview")
                    .handler(
                            asked ->
                                    blocking.then(
                                            asked,
                                            () -> statistics.overview(clock.instant()),
                                            found -> Answer.json(asked, overview(found))));
            router.get(prefix + "tools")
                    .handler(
                            asked ->
                                    blocking.then(
                                            asked,
                                            statistics::tools,
                                            found ->
                                                    Answer.json(
                                                            asked, figures("tool_name", found))));
            router.get(prefix + "agents")
                    .handler(
                            asked ->
                                    blocking.then(
                                            asked,
                                            statistics::agents,
                                            found ->
                                                    Answer.json(
                                                            asked, figures("agent_id", found))));
        }
        router.get("/api/violations")
                .handler(
                        asked ->
                                blocking.then(
                                        asked,
                                        statistics::refusals,
                                        found -> Answer.json(asked, refusals(found))));
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
            json.name("last_seen").value(figures.lastSeen().toString()).endObject();
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
            json.name("last_seen").value(refusals.lastSeen().toString()).endObject();
        }
        return json.endArray();
    }

    private static void millis(JsonWriter json, @Nullable Double nanos) {
        if (nanos == null) {
            json.nullValue();
        } else {
            json.value(nanos / NANOS_PER_MILLI);
        }
    }
}
