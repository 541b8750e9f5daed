package io.agentgate.dashboardservice.records;

import io.agentgate.dashboard.RefusedException;
import io.agentgate.dashboardservice.remote.Peer;
import io.agentgate.dashboardservice.remote.Query;
import io.agentgate.gateway.audit.AuditLogException;
import io.agentgate.gateway.audit.CallFilter;
import io.agentgate.gateway.audit.CallPage;
import io.agentgate.gateway.audit.CallPosition;
import io.agentgate.gateway.audit.CallQuery;
import io.agentgate.gateway.audit.CallRecord;
import io.agentgate.gateway.audit.CallSearch;
import io.agentgate.gateway.audit.EventFormatException;
import io.agentgate.gateway.audit.RecordedCalls;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The calls of the audit-service. Lists show nothing of what calls were about. */
public final class ServiceCalls implements RecordedCalls {
    private static final int MOST_AT_ONCE = 500;
    private static final int MOST_PASSED_OVER = 20_000;
    private static final int MILLIS_DIGITS = 6;

    private final Peer audit;

    public ServiceCalls(Peer audit) {
        this.audit = audit;
    }

    @Override
    public List<CallRecord> calls(CallQuery query) throws AuditLogException {
        if (query.after() != null) {
            throw new IllegalArgumentException("the stream tells of changes");
        }
        int wanted = query.offset() + query.limit();
        if (wanted > MOST_PASSED_OVER) {
            throw refused(
                    new RefusedException(
                            400, "`offset` is beyond " + MOST_PASSED_OVER + ": use /api/calls"));
        }
        List<CallRecord> found = new ArrayList<>();
        CallSearch search =
                new CallSearch(
                        query.filters(),
                        null,
                        null,
                        query.since(),
                        null,
                        null,
                        Math.min(wanted, MOST_AT_ONCE));
        while (found.size() < wanted) {
            CallPage page = page(search);
            found.addAll(page.calls());
            CallPosition next = page.next();
            if (next == null) {
                break;
            }
            search = search.before(next);
        }
        int from = Math.min(query.offset(), found.size());
        return List.copyOf(found.subList(from, Math.min(wanted, found.size())));
    }

    /** How long to look is the service's to say. */
    @Override
    public CallPage search(CallSearch search, Duration budget) throws AuditLogException {
        return page(search);
    }

    private CallPage page(CallSearch search) throws AuditLogException {
        try {
            return page(audit.object(query(search).toString()));
        } catch (RefusedException refused) {
            throw refused(refused);
        }
    }

    private static CallPage page(JsonObject page) throws AuditLogException {
        try {
            List<CallRecord> calls = new ArrayList<>();
            JsonArray found = page.getJsonArray("calls");
            for (int i = 0; i < found.size(); i++) {
                calls.add(CallReading.brief(found.getJsonObject(i)));
            }
            String next = page.getString("next");
            return new CallPage(
                    calls,
                    next == null ? null : CallPosition.ofOpaque(next).orElseThrow(),
                    time(page.getString("searchedTo")));
        } catch (RuntimeException strange) {
            throw strange(strange);
        }
    }

    private static @Nullable Instant time(@Nullable String text) {
        return text == null ? null : Instant.parse(text);
    }

    private static Query query(CallSearch search) {
        Query query = new Query("/api/calls");
        for (CallFilter filter : search.filters()) {
            query.with(filter.field().word(), value(filter));
        }
        CallPosition before = search.before();
        return query.with("text", search.text())
                .with("min_latency_ms", millis(search.minLatencyNanos()))
                .with("since", search.since())
                .with("until", search.until())
                .with("cursor", before == null ? null : before.opaque())
                .with("limit", Math.min(search.limit(), MOST_AT_ONCE));
    }

    /** A filter as it is asked for by people. */
    private static String value(CallFilter filter) {
        return switch (filter.match()) {
            case EQUAL, PATTERN, CONTAINS -> filter.value();
            case NOT_EQUAL, NOT_PATTERN -> "!" + filter.value();
        };
    }

    private static @Nullable String millis(@Nullable Long nanos) {
        return nanos == null
                ? null
                : BigDecimal.valueOf(nanos).movePointLeft(MILLIS_DIGITS).toPlainString();
    }

    @Override
    public Optional<CallRecord> call(String decisionId) throws AuditLogException {
        try {
            JsonObject whole = audit.object("/api/calls/" + Query.encoded(decisionId));
            return Optional.of(CallReading.whole(whole.getJsonObject("call"), whole));
        } catch (RefusedException refused) {
            if (refused.status() == 404) {
                return Optional.empty();
            }
            throw refused(refused);
        } catch (EventFormatException | RuntimeException strange) {
            throw strange(strange);
        }
    }

    private static AuditLogException refused(RefusedException refused) {
        return new AuditLogException(String.valueOf(refused.getMessage()), refused);
    }

    private static AuditLogException strange(Exception cause) {
        return new AuditLogException(
                "the audit-service told of calls in a form that is not known here", cause);
    }
}
