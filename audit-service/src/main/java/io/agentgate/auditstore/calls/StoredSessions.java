package io.agentgate.auditstore.calls;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Sessions, as the calls of some time tell of them. */
@ApplicationScoped
class StoredSessions {
    /** By how much the clock of a proxy may be ahead: what is more is not stored. */
    static final Duration AHEAD = Duration.ofDays(1);

    private static final int MOST = 200;

    /**
     * Calls of the stateless era over HTTP belong to no session, and are stored under this name.
     */
    private static final String IN_A_SESSION = "session <> 'stateless'";

    private final DataSource database;

    StoredSessions(DataSource database) {
        this.database = database;
    }

    /**
     * What was found in the time there was.
     *
     * @param sessions used last first
     * @param searchedTo the time down to which calls were looked at; null if that is all
     */
    record Found(List<SessionSeen> sessions, @Nullable Instant searchedTo) {}

    /**
     * The sessions that called between two times, used last first, at most 200.
     *
     * @param budget how long calls are looked at; some milliseconds more may be taken
     */
    Found between(Instant since, Instant until, Duration budget) throws SQLException {
        if (!since.isBefore(until)) {
            return new Found(List.of(), null);
        }
        Map<String, SessionSeen> found = new LinkedHashMap<>();
        try (Connection connection = database.getConnection()) {
            Instant searchedTo =
                    new BackwardWalk(
                                    connection,
                                    "session, agent, caller, server, time",
                                    IN_A_SESSION)
                            .run(since, until, budget, row -> take(found, row));
            return new Found(List.copyOf(found.values()), searchedTo);
        }
    }

    private static void take(Map<String, SessionSeen> found, ResultSet row) throws SQLException {
        String session = row.getString(1);
        String server = row.getString(4);
        Instant time = row.getObject(5, OffsetDateTime.class).toInstant();
        SessionSeen seen = found.get(session);
        if (seen != null) {
            found.put(session, seen.before(time, server));
        } else if (found.size() < MOST) {
            found.put(
                    session,
                    new SessionSeen(
                            session, row.getString(2), row.getString(3), server, time, time, 1));
        }
    }
}
