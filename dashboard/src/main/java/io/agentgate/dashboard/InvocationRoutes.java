package io.agentgate.dashboard;

import io.agentgate.gateway.audit.CallFilter;
import io.agentgate.gateway.audit.CallJson;
import io.agentgate.gateway.audit.CallQuery;
import io.agentgate.gateway.audit.CallRecord;
import io.agentgate.gateway.audit.CallStatus;
import io.agentgate.gateway.audit.RecordedCalls;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The routes of calls, newest first. */
final class InvocationRoutes {
    private static final int USUAL_LIMIT = 50;
    private static final int MOST = 500;

    private static final List<String> STATUSES =
            Arrays.stream(CallStatus.values()).map(CallStatus::word).toList();

    private final RecordedCalls log;
    private final Blocking blocking;

    InvocationRoutes(RecordedCalls log, Blocking blocking) {
        this.log = log;
        this.blocking = blocking;
    }

    void mount(Router router) {
        router.get("/api/invocations").handler(this::list);
        router.get("/api/invocations/:id").handler(this::one);
    }

    private void list(RoutingContext asked) {
        CallQuery query;
        try {
            Parameters parameters = Parameters.of(asked, "limit", "offset", "tool", "status");
            int limit = Math.min(parameters.number("limit", USUAL_LIMIT, 1), MOST);
            int offset = parameters.number("offset", 0, 0);
            query = new CallQuery(filters(parameters), null, null, limit, offset);
        } catch (IllegalArgumentException wrong) {
            Answer.error(asked, 400, String.valueOf(wrong.getMessage()));
            return;
        }
        blocking.then(asked, () -> log.calls(query), calls -> Answer.json(asked, array(calls)));
    }

    private static List<CallFilter> filters(Parameters parameters) {
        List<CallFilter> filters = new ArrayList<>();
        String tool = parameters.word("tool");
        if (tool != null) {
            filters.add(CallFilter.of(CallFilter.Field.TOOL, tool));
        }
        String status = parameters.oneOf("status", STATUSES);
        if (status != null) {
            filters.add(CallFilter.of(CallFilter.Field.STATUS, status));
        }
        return filters;
    }

    private static String array(List<CallRecord> calls) {
        return calls.stream().map(CallJson::of).collect(Collectors.joining(",", "[", "]"));
    }

    private void one(RoutingContext asked) {
        if (!Parameters.areKnown(asked)) {
            return;
        }
        String id = asked.pathParam("id");
        blocking.then(asked, () -> log.call(id), found -> answer(asked, found));
    }

    private static void answer(RoutingContext asked, Optional<CallRecord> found) {
        if (found.isPresent()) {
            Answer.json(asked, CallJson.of(found.get()));
        } else {
            Answer.error(asked, 404, "not found");
        }
    }
}
