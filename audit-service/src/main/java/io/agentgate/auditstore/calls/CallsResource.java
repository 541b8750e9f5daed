package io.agentgate.auditstore.calls;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.agentgate.auditstore.problem.Refusal;
import io.quarkus.security.ForbiddenException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The routes of calls. */
@Path("/api/calls")
@RunOnVirtualThread
public class CallsResource {
    private static final int MAX_LIMIT = 1_000;

    /** Events hold up to 64 KiB of arguments and of a result each. */
    private static final int MAX_WITH_EVENTS = 200;

    private static final List<String> AUDITORS = List.of("auditor", "admin");

    /** How long a search may take that no index serves: what people do not wait for. */
    private static final Duration BUDGET = Duration.ofMillis(140);

    private final StoredCalls calls;

    CallsResource(StoredCalls calls) {
        this.calls = calls;
    }

    /**
     * A page of calls, newest first.
     *
     * @param next the cursor of the next page; null behind the last
     * @param searchedTo down to when calls were looked at, where the time was over before the page
     *     was full; null otherwise
     */
    public record Page(
            List<? extends Listed> calls, @Nullable String next, @Nullable Instant searchedTo) {}

    /**
     * A call with its events as they came, which hold what it was about.
     *
     * @param decided null for whoever may not see that
     * @param settled null, too, while it has not ended
     */
    public record Whole(
            Call call,
            @JsonRawValue @Nullable String decided,
            @JsonRawValue @Nullable String settled) {}

    /**
     * A page of calls.
     *
     * @param events {@code true} for calls with their events
     */
    @GET
    @RolesAllowed({"viewer", "auditor", "editor", "approver", "admin"})
    public Page page(
            @BeanParam Filter filter,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("100") int limit,
            @QueryParam("events") @DefaultValue("false") String events,
            @Context SecurityContext who)
            throws SQLException {
        boolean whole = isTrue("events", events);
        int most = whole ? MAX_WITH_EVENTS : MAX_LIMIT;
        if (limit < 1 || limit > most) {
            throw Refusal.invalid(
                    "limit", "must be from 1 to " + most + (whole ? " with events" : ""));
        }
        if ((whole || filter.text() != null) && !isAuditor(who)) {
            // Who may not see what calls were about may not guess it, either.
            throw new ForbiddenException();
        }
        Search.Found found =
                calls.newest(filter, Optional.ofNullable(cursor).map(Cursor::of), limit, BUDGET);
        Cursor next = found.next();
        return new Page(
                whole ? withEvents(found.calls()) : found.calls(),
                next == null ? null : next.opaque(),
                found.searchedTo());
    }

    private static boolean isTrue(String name, String value) {
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw Refusal.invalid(name, "must be true or false");
        };
    }

    private static boolean isAuditor(SecurityContext who) {
        return AUDITORS.stream().anyMatch(who::isUserInRole);
    }

    private List<CallWithEvents> withEvents(List<Call> found) throws SQLException {
        Map<String, String> events = calls.events(found);
        return found.stream()
                .map(
                        call ->
                                new CallWithEvents(
                                        call,
                                        events.get(StoredCalls.decided(call.decisionId())),
                                        events.get(StoredCalls.settled(call.decisionId()))))
                .toList();
    }

    /** One call. What it was about is for auditors; others get no events. */
    @GET
    @Path("{id}")
    @RolesAllowed({"viewer", "auditor", "editor", "approver", "admin"})
    public Whole one(@PathParam("id") String id, @Context SecurityContext who) throws SQLException {
        Call call = calls.byId(id).orElseThrow(() -> Refusal.notFound("such call"));
        Map<String, String> events = isAuditor(who) ? calls.events(id) : Map.of();
        return new Whole(
                call, events.get(StoredCalls.decided(id)), events.get(StoredCalls.settled(id)));
    }
}
