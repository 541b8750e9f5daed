package io.agentgate.auditstore.calls;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.agentgate.auditstore.problem.AskedTime;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The route of sessions that were used not long ago. */
@Path("/api/sessions")
@RunOnVirtualThread
public class SessionsResource {
    private static final Duration USUAL = Duration.ofHours(1);
    private static final Duration MOST = Duration.ofDays(1);

    /** What people do not wait for. */
    private static final Duration BUDGET = Duration.ofMillis(200);

    private final StoredSessions sessions;
    private final InstantSource clock = InstantSource.system();

    SessionsResource(StoredSessions sessions) {
        this.sessions = sessions;
    }

    /**
     * Sessions, used last first.
     *
     * @param searchedTo down to when calls were looked at, where that was not as far as was asked
     *     for; null otherwise
     */
    public record Sessions(
            List<SessionSeen> sessions,
            @JsonProperty("searched_to") @Nullable Instant searchedTo) {}

    /**
     * The sessions that called since a time.
     *
     * @param since the last hour if it is missing; what is before the last day is not looked at
     */
    @GET
    @RolesAllowed({"viewer", "auditor", "editor", "approver", "admin"})
    public Sessions since(@QueryParam("since") @Nullable String since) throws SQLException {
        Instant now = clock.instant();
        Instant from =
                since == null || since.isEmpty() ? now.minus(USUAL) : AskedTime.of("since", since);
        Instant oldest = now.minus(MOST);
        boolean tooOld = from.isBefore(oldest);
        StoredSessions.Found found =
                sessions.between(tooOld ? oldest : from, now.plus(StoredSessions.AHEAD), BUDGET);
        Instant searchedTo = found.searchedTo();
        return new Sessions(found.sessions(), searchedTo == null && tooOld ? oldest : searchedTo);
    }
}
