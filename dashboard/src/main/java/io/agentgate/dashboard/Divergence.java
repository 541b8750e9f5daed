package io.agentgate.dashboard;

import io.agentgate.gateway.audit.AuditLogException;
import io.agentgate.gateway.audit.CallJson;
import io.agentgate.gateway.audit.CallPage;
import io.agentgate.gateway.audit.CallPosition;
import io.agentgate.gateway.audit.CallRecord;
import io.agentgate.gateway.audit.CallSearch;
import io.agentgate.gateway.audit.Evaluation;
import io.agentgate.gateway.audit.RecordedCalls;
import io.agentgate.protocol.JsonWriter;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What rules in shadow mode, and a candidate policy, would have decided otherwise on the newest
 * calls, as the calls' evaluations say.
 */
final class Divergence {
    /** How many of the newest calls are looked at, and how many at once. */
    static final int CALLS = 2_000;

    private static final int AT_ONCE = 250;
    private static final Duration BUDGET = Duration.ofMillis(200);
    private static final int MOST_GROUPS = 100;
    private static final int MOST_EXAMPLES = 3;

    /**
     * Who would have done what.
     *
     * @param rule null for a default
     * @param revision of a candidate policy; null for a rule in shadow mode
     */
    private record Kind(@Nullable String rule, String decision, @Nullable String revision) {}

    /** How often, and the newest calls. */
    private static final class Group {
        private final List<String> examples = new ArrayList<>();
        private long count;
    }

    private final Map<Kind, Group> groups = new LinkedHashMap<>();
    private int calls;
    private @Nullable CallRecord oldest;

    /** Looks through a log; may take seconds. */
    static JsonWriter of(RecordedCalls log) throws AuditLogException {
        Divergence divergence = new Divergence();
        CallSearch search = CallSearch.newest(AT_ONCE);
        while (divergence.calls < CALLS) {
            CallPage page = log.search(search, BUDGET);
            page.calls().forEach(divergence::look);
            CallPosition next = page.next();
            if (next == null) {
                break;
            }
            search = search.before(next);
        }
        return divergence.json();
    }

    private void look(CallRecord call) {
        calls++;
        oldest = call;
        Evaluation evaluation = call.decision().basis().evaluation();
        if (evaluation == null) {
            return;
        }
        JsonObject said = new JsonObject(evaluation.text());
        JsonArray shadow = said.getJsonArray("shadow", new JsonArray());
        for (int i = 0; i < shadow.size(); i++) {
            JsonObject each = shadow.getJsonObject(i);
            count(call, new Kind(each.getString("rule"), each.getString("decision"), null));
        }
        JsonObject candidate = said.getJsonObject("candidate");
        if (candidate != null) {
            count(
                    call,
                    new Kind(
                            candidate.getString("rule"),
                            candidate.getString("decision"),
                            candidate.getString("revision")));
        }
    }

    private void count(CallRecord call, Kind kind) {
        if (groups.size() >= MOST_GROUPS && !groups.containsKey(kind)) {
            return;
        }
        Group group = groups.computeIfAbsent(kind, begun -> new Group());
        group.count++;
        if (group.examples.size() < MOST_EXAMPLES) {
            group.examples.add(call.decision().decisionId());
        }
    }

    private JsonWriter json() {
        JsonWriter json = new JsonWriter().beginObject().name("calls").value(calls);
        CallRecord last = oldest;
        if (last == null) {
            json.name("since").nullValue();
        } else {
            json.name("since").value(CallJson.time(last.decision().time()));
        }
        json.name("groups").beginArray();
        groups.entrySet().stream()
                .sorted(
                        Comparator.comparingLong(
                                        (Map.Entry<Kind, Group> each) -> each.getValue().count)
                                .reversed())
                .forEach(each -> write(json, each.getKey(), each.getValue()));
        return json.endArray().endObject();
    }

    private static void write(JsonWriter json, Kind kind, Group group) {
        text(json.beginObject().name("rule"), kind.rule());
        json.name("decision").value(kind.decision());
        text(json.name("candidate"), kind.revision());
        json.name("count").value(group.count).name("examples").beginArray();
        group.examples.forEach(json::value);
        json.endArray().endObject();
    }

    private static void text(JsonWriter json, @Nullable String text) {
        if (text == null) {
            json.nullValue();
        } else {
            json.value(text);
        }
    }
}
