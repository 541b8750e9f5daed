package io.agentgate.dashboard;

import io.agentgate.gateway.audit.CallJson;
import io.agentgate.gateway.audit.CallPage;
import io.agentgate.gateway.audit.CallPosition;
import io.agentgate.gateway.audit.CallSearch;
import io.agentgate.gateway.audit.RecordedCalls;
import io.agentgate.protocol.JsonWriter;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/** The route of calls page by page, by whatever is known of them. */
final class CallRoutes {
    private static final int USUAL_LIMIT = 50;
    private static final int MOST = 500;

    /** How long a search may take that no index serves: what people do not wait for. */
    private static final Duration BUDGET = Duration.ofMillis(140);

    private static final String[] PARAMETERS = AskedCalls.parameters("cursor", "limit");

    private final RecordedCalls log;
    private final Blocking blocking;

    CallRoutes(RecordedCalls log, Blocking blocking) {
        this.log = log;
        this.blocking = blocking;
    }

    void mount(Router router) {
        router.get("/api/calls").handler(this::page);
    }

    private void page(RoutingContext asked) {
        CallSearch search;
        try {
            Parameters parameters = Parameters.of(asked, PARAMETERS);
            int limit = Math.min(parameters.number("limit", USUAL_LIMIT, 1), MOST);
            search = AskedCalls.of(parameters, AskedCalls.cursor(parameters), limit);
        } catch (IllegalArgumentException wrong) {
            Answer.error(asked, 400, String.valueOf(wrong.getMessage()));
            return;
        }
        blocking.then(
                asked, () -> json(log.search(search, BUDGET)), page -> Answer.json(asked, page));
    }

    private static JsonWriter json(CallPage page) {
        JsonWriter json = new JsonWriter().beginObject().name("calls").beginArray();
        page.calls().forEach(call -> json.raw(CallJson.of(call).getBytes(StandardCharsets.UTF_8)));
        json.endArray();
        CallPosition next = page.next();
        if (next == null) {
            json.name("next").nullValue();
        } else {
            json.name("next").value(next.opaque());
        }
        Instant searchedTo = page.searchedTo();
        if (searchedTo == null) {
            json.name("searched_to").nullValue();
        } else {
            json.name("searched_to").value(CallJson.time(searchedTo));
        }
        return json.endObject();
    }
}
