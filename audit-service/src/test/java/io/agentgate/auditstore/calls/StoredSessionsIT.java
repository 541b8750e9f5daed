package io.agentgate.auditstore.calls;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.auditstore.Database;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sessions by the calls of a real database. */
@Timeout(120)
class StoredSessionsIT {
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final Duration LONG = Duration.ofMinutes(1);

    private static Database database;

    private StoredSessions sessions;

    @BeforeAll
    static void start() throws Exception {
        database = Database.start();
    }

    @AfterAll
    static void stop() throws Exception {
        database.close();
    }

    @BeforeEach
    void reset() throws Exception {
        database.reset();
        database.run("create table call_all partition of call default");
        sessions = new StoredSessions(database.connections());
    }

    /** Stores calls of which the one numbered 1 is a second before noon. */
    private void store(String id, String session, String server, String seconds, int count)
            throws SQLException {
        database.run(
                """
                insert into call (day, decision_id, time, chain, session, agent, caller, server,
                                  tool, decision, policy_revision, status)
                select '2026-11-20', '%s' || n, timestamptz '2026-11-20T12:00:00Z'
                       - (%s) * interval '1 second', '', %s, 'agent', 'caller', %s, '', 'allowed',
                       '', 'unknown'
                from generate_series(1, %d) n
                """
                        .formatted(id, seconds, session, server, count));
    }

    @Test
    void sessionUsedLastIsFirst() throws Exception {
        store("a", "'one'", "'files'", "n * 10", 3);
        store("b", "'two'", "'files'", "n * 4", 1);
        store("c", "'one'", "'mail'", "n * 25", 1);
        store("d", "'stateless'", "'files'", "n", 5);
        store("e", "'before'", "'files'", "n * 100", 1);

        StoredSessions.Found found = sessions.between(NOON.minusSeconds(60), NOON, LONG);

        assertThat(found.sessions())
                .containsExactly(
                        new SessionSeen(
                                "two",
                                "agent",
                                "caller",
                                "files",
                                NOON.minusSeconds(4),
                                NOON.minusSeconds(4),
                                1),
                        new SessionSeen(
                                "one",
                                "agent",
                                "caller",
                                "*",
                                NOON.minusSeconds(30),
                                NOON.minusSeconds(10),
                                4));
        assertThat(found.searchedTo()).isNull();
    }

    @Test
    void sessionsAreAsManyAsThereIsRoomFor() throws Exception {
        store("a", "'session-' || n % 300", "'files'", "n", 600);

        StoredSessions.Found found = sessions.between(NOON.minusSeconds(900), NOON, LONG);

        assertThat(found.sessions()).hasSize(200).allMatch(session -> session.calls() == 2);
        assertThat(found.sessions().getFirst().session()).isEqualTo("session-1");
        assertThat(found.searchedTo()).isNull();
    }

    @Test
    void callsAreLookedAtAsFarAsThereIsTime() throws Exception {
        // Many at the same time.
        store("a", "'session'", "'files'", "n / 7", 9_000);

        StoredSessions.Found part =
                sessions.between(NOON.minusSeconds(3_600), NOON.plusSeconds(1), Duration.ZERO);
        StoredSessions.Found all =
                sessions.between(NOON.minusSeconds(3_600), NOON.plusSeconds(1), LONG);

        assertThat(part.searchedTo()).isBetween(NOON.minusSeconds(900), NOON);
        assertThat(part.sessions().getFirst().calls()).isLessThan(9_000);
        assertThat(all.searchedTo()).isNull();
        assertThat(all.sessions().getFirst().calls()).isEqualTo(9_000);
    }
}
