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
    public record Page(List<Call> calls, @Nullable String next, @Nullable Instant searchedTo) {}

    /**
     * A call with its events as they came, which hold what it was about.
     *
     * @param settled null while it has not ended
     */
    public record Whole(
            Call call,
            @JsonRawValue @Nullable String decided,
            @JsonRawValue @Nullable String settled) {}

    @GET
    @RolesAllowed({"viewer", "auditor", "editor", "approver", "admin"})
    public Page page(
            @BeanParam Filter filter,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("100") int limit,
            @Context SecurityContext who)
            throws SQLException {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw Refusal.invalid("limit", "must be from 1 to " + MAX_LIMIT);
        }
        if (filter.text() != null && AUDITORS.stream().noneMatch(who::isUserInRole)) {
            // Who may not see what calls were about may not guess it, either.
            throw new ForbiddenException();
        }
        Search.Found found =
                calls.newest(filter, Optional.ofNullable(cursor).map(Cursor::of), limit, BUDGET);
        Cursor next = found.next();
        return new Page(found.calls(), next == null ? null : next.opaque(), found.searchedTo());
    }

    /** What a call was about is for auditors. */
    @GET
    @Path("{id}")
    @RolesAllowed({"auditor", "admin"})
    public Whole one(@PathParam("id") String id) throws SQLException {
        Call call = calls.byId(id).orElseThrow(() -> Refusal.notFound("such call"));
        Map<String, String> events = calls.events(id);
        return new Whole(call, events.get(id + "/decided"), events.get(id + "/settled"));
    }
}
