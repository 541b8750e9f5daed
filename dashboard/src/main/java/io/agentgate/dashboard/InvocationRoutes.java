package io.agentgate.dashboard;

import io.agentgate.gateway.audit.AuditLog;
import io.agentgate.gateway.audit.CallFilter;
import io.agentgate.gateway.audit.CallJson;
import io.agentgate.gateway.audit.CallQuery;
import io.agentgate.gateway.audit.CallRecord;
import io.agentgate.gateway.audit.CallStatus;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The routes of calls, newest first. */
final class InvocationRoutes {
    private static final int USUAL_LIMIT = 50;
    private static final int MOST = 500;

    private final AuditLog log;
    private final Blocking blocking;

    InvocationRoutes(AuditLog log, Blocking blocking) {
        this.log = log;
        this.blocking = blocking;
    }

    void mount(Router router) {
        router.get("/api/invocations").handler(this::list);
        router.get("/api/invocations/:id").handler(this::one);
    }

    private void list(RoutingContext asked) {
        MultiMap parameters = asked.queryParams();
        CallQuery query;
        try {
            int limit = Math.min(number(parameters, "limit", USUAL_LIMIT), MOST);
            int offset = number(parameters, "offset", 0);
            query = new CallQuery(filters(parameters), null, null, Math.max(1, limit), offset);
        } catch (IllegalArgumentException wrong) {
            Answer.error(asked, 400, String.valueOf(wrong.getMessage()));
            return;
        }
        blocking.then(asked, () -> log.calls(query), calls -> Answer.json(asked, array(calls)));
    }

    private static List<CallFilter> filters(MultiMap parameters) {
        List<CallFilter> filters = new ArrayList<>();
        String tool = word(parameters, "tool");
        if (tool != null) {
            filters.add(CallFilter.of(CallFilter.Field.TOOL, tool));
        }
        String status = word(parameters, "status");
        if (status != null) {
            filters.add(CallFilter.of(CallFilter.Field.STATUS, status(status)));
        }
        return filters;
    }

    private static String array(List<CallRecord> calls) {
        return calls.stream().map(CallJson::of).collect(Collectors.joining(",", "[", "]"));
    }

    private static @Nullable String word(MultiMap parameters, String name) {
        String word = parameters.get(name);
        return word == null || word.isEmpty() ? null : word;
    }

    private static int number(MultiMap parameters, String name, int otherwise) {
        String text = word(parameters, name);
        if (text == null) {
            return otherwise;
        }
        if (!text.matches("\\d{1,9}")) {
            throw new IllegalArgumentException(name + " must be a whole number, and not negative");
        }
        return Integer.parseInt(text);
    }

    private static String status(String word) {
        return CallStatus.ofWord(word)
                .map(CallStatus::word)
                .orElseThrow(() -> new IllegalArgumentException("there is no such status"));
    }

    private void one(RoutingContext asked) {
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
