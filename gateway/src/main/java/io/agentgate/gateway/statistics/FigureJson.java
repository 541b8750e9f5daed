package io.agentgate.gateway.statistics;

import io.agentgate.gateway.audit.CallJson;
import io.agentgate.protocol.JsonWriter;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers about figures as JSON, whoever counted them. */
public final class FigureJson {
    private FigureJson() {}

    private static JsonWriter of(Period period) {
        JsonWriter json = new JsonWriter().beginObject();
        json.name("since").value(CallJson.time(period.since()));
        json.name("until").value(CallJson.time(period.until()));
        return json;
    }

    public static JsonWriter series(Period period, Step step, List<Point> points) {
        JsonWriter json = of(period).name("step").value(step.seconds());
        json.name("points").beginArray();
        for (Point point : points) {
            json.beginObject().name("start").value(point.start().toString());
            tally(json, point.tally());
            json.endObject();
        }
        return json.endArray().endObject();
    }

    public static JsonWriter total(Period period, Tally tally) {
        JsonWriter json = of(period);
        bounds(json);
        tally(json, tally);
        histogram(json, tally);
        return json.endObject();
    }

    public static JsonWriter groups(Period period, Grouping grouping, List<Group> groups) {
        JsonWriter json = of(period);
        bounds(json);
        json.name("figures").beginArray();
        for (Group group : groups) {
            text(json.beginObject().name("name"), group.name());
            if (grouping == Grouping.TOOL) {
                text(json.name("server"), group.server());
            }
            tally(json, group.tally());
            histogram(json, group.tally());
            json.name("last_seen").value(CallJson.time(group.lastSeen()));
            if (grouping == Grouping.RULE) {
                json.name("examples").beginArray();
                group.examples().forEach(json::value);
                json.endArray();
            }
            json.endObject();
        }
        return json.endArray().endObject();
    }

    public static JsonWriter limits(Period period, Limits limits) {
        JsonWriter json = of(period);
        Instant searchedTo = limits.searchedTo();
        text(json.name("searched_to"), searchedTo == null ? null : CallJson.time(searchedTo));
        json.name("states").beginArray();
        for (LimitState state : limits.states()) {
            json.beginObject().name("limit").value(state.limit());
            json.name("agent").value(state.agent());
            json.name("tool").value(state.tool());
            json.name("left").value(state.left());
            json.name("capacity").value(state.capacity());
            json.name("window_seconds").value(state.windowSeconds());
            json.name("refused").value(state.refused());
            json.name("seen_at").value(CallJson.time(state.seenAt())).endObject();
        }
        json.endArray().name("charges").beginArray();
        for (Charge charge : limits.charges()) {
            json.beginObject().name("limit").value(charge.limit());
            json.name("agent").value(charge.agent());
            json.name("tool").value(charge.tool());
            json.name("calls").value(charge.calls());
            json.name("refused").value(charge.refused());
            json.name("cost").value(charge.cost()).endObject();
        }
        return json.endArray().name("left_out").value(limits.leftOut()).endObject();
    }

    private static void tally(JsonWriter json, Tally tally) {
        json.name("calls").value(tally.calls());
        json.name("errors").value(tally.errors());
        json.name("denials").value(tally.denials());
        json.name("limited").value(tally.limited());
        millis(json.name("avg_ms"), tally.averageNanos());
        millis(json.name("p50_ms"), tally.quantileNanos(0.50));
        millis(json.name("p95_ms"), tally.quantileNanos(0.95));
        millis(json.name("p99_ms"), tally.quantileNanos(0.99));
    }

    private static void histogram(JsonWriter json, Tally tally) {
        json.name("histogram").beginArray();
        for (long latencies : tally.latencies()) {
            json.value(latencies);
        }
        json.endArray();
    }

    private static void bounds(JsonWriter json) {
        json.name("bounds_ms").beginArray();
        for (long bound : LatencyBuckets.bounds()) {
            json.value(CallJson.millis((double) bound));
        }
        json.endArray();
    }

    private static void millis(JsonWriter json, @Nullable Number nanos) {
        if (nanos == null) {
            json.nullValue();
        } else {
            json.value(CallJson.millis(nanos.doubleValue()));
        }
    }

    private static void text(JsonWriter json, @Nullable String text) {
        if (text == null) {
            json.nullValue();
        } else {
            json.value(text);
        }
    }
}
