package io.agentgate.embedded.sqlite;

import io.agentgate.gateway.audit.CallFilter.Field;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The tables of the file, version by version.
 *
 * <p>{@code PRAGMA user_version} holds the file's version, {@code PRAGMA application_id} says that
 * it is ours, and {@code schema_versions} says with which older programs each version gets along. A
 * program that meets a newer file needs only that last answer.
 */
final class SqliteSchema {
    /** "AgGt". */
    static final int APPLICATION_ID = 0x41674774;

    static final SqliteSchema CURRENT =
            new SqliteSchema(
                    List.of(
                            version1(),
                            version2(),
                            version3(),
                            version4(),
                            version5(),
                            version6()));

    /** The names that an index finds the calls of, in the order of their time. */
    static final Set<Field> INDEXED =
            Set.of(Field.TOOL, Field.STATUS, Field.AGENT, Field.SESSION, Field.RULE);

    private final List<Migration> migrations;

    /**
     * @param migrations from version 1 on, without a gap
     */
    SqliteSchema(List<Migration> migrations) {
        for (int i = 0; i < migrations.size(); i++) {
            if (migrations.get(i).version() != i + 1) {
                throw new IllegalArgumentException("migrations out of order");
            }
        }
        this.migrations = List.copyOf(migrations);
    }

    private static Migration version1() {
        return new Migration(
                1,
                1,
                List.of(
                        """
                        CREATE TABLE schema_versions (
                          version           INTEGER PRIMARY KEY,
                          oldest_compatible INTEGER NOT NULL
                        )\
                        """,
                        // One row per call: its decision, and its outcome once there is one.
                        // writer is the decision id up to its last dash; times are ISO 8601 in
                        // UTC, to the microsecond; *_bytes is the full length of a payload and
                        // *_hmac the proof of the whole, which outlive a dropped or cut text.
                        """
                        CREATE TABLE calls (
                          decision_id     TEXT PRIMARY KEY,
                          writer          TEXT NOT NULL,
                          time            TEXT NOT NULL,
                          session         TEXT NOT NULL,
                          agent           TEXT NOT NULL,
                          caller          TEXT NOT NULL,
                          server          TEXT NOT NULL,
                          tool            TEXT NOT NULL,
                          request_id      TEXT,
                          decision        TEXT NOT NULL,
                          status          TEXT NOT NULL,
                          rule            TEXT,
                          reason          TEXT,
                          revision        TEXT NOT NULL,
                          settled_at      TEXT,
                          latency_nanos   INTEGER,
                          outcome_reason  TEXT,
                          arguments       TEXT,
                          arguments_bytes INTEGER,
                          arguments_hmac  BLOB,
                          result          TEXT,
                          result_bytes    INTEGER,
                          result_hmac     BLOB,
                          mark            INTEGER NOT NULL
                        )\
                        """,
                        "CREATE INDEX calls_by_time ON calls (time)",
                        "CREATE INDEX calls_by_tool ON calls (tool, time)",
                        "CREATE INDEX calls_by_status ON calls (status, time)",
                        "CREATE INDEX calls_by_server ON calls (server, time)",
                        "CREATE INDEX calls_by_mark ON calls (mark)",
                        """
                        CREATE INDEX open_calls ON calls (writer)
                        WHERE settled_at IS NULL AND decision = 'allowed'\
                        """,
                        // Outcomes whose decision has not come yet; as good as always empty.
                        """
                        CREATE TABLE early_outcomes (
                          decision_id    TEXT PRIMARY KEY,
                          status         TEXT NOT NULL,
                          settled_at     TEXT NOT NULL,
                          latency_nanos  INTEGER,
                          outcome_reason TEXT,
                          result         TEXT,
                          result_bytes   INTEGER,
                          result_hmac    BLOB
                        )\
                        """,
                        """
                        CREATE TABLE events (
                          id      TEXT PRIMARY KEY,
                          time    TEXT NOT NULL,
                          kind    TEXT NOT NULL,
                          session TEXT,
                          detail  TEXT NOT NULL
                        )\
                        """,
                        "CREATE INDEX events_by_time ON events (time)",
                        // The highest mark given out. One row.
                        "CREATE TABLE change_mark (value INTEGER NOT NULL)",
                        "INSERT INTO change_mark VALUES (0)"));
    }

    /**
     * The chain. A program of version 1 would add to a call without a place in the chain, which is
     * what a forger does, and prune without a word about it: so it cannot share the file.
     */
    private static Migration version2() {
        return new Migration(
                2,
                2,
                List.of(
                        // *_seq is an event's number in the chain of its writer, *_link its hash
                        // with all before. Null in what was recorded before there was a chain.
                        "ALTER TABLE calls ADD COLUMN decided_seq INTEGER",
                        "ALTER TABLE calls ADD COLUMN decided_link BLOB",
                        "ALTER TABLE calls ADD COLUMN settled_seq INTEGER",
                        "ALTER TABLE calls ADD COLUMN settled_link BLOB",
                        // The proof of a payload's text where it was cut; null where it is whole.
                        "ALTER TABLE calls ADD COLUMN arguments_kept BLOB",
                        "ALTER TABLE calls ADD COLUMN result_kept BLOB",
                        "ALTER TABLE early_outcomes ADD COLUMN result_kept BLOB",
                        "ALTER TABLE early_outcomes ADD COLUMN writer TEXT",
                        "ALTER TABLE early_outcomes ADD COLUMN seq INTEGER",
                        "ALTER TABLE early_outcomes ADD COLUMN link BLOB",
                        "ALTER TABLE events ADD COLUMN writer TEXT",
                        "ALTER TABLE events ADD COLUMN seq INTEGER",
                        "ALTER TABLE events ADD COLUMN link BLOB",
                        """
                        CREATE TABLE chain_heads (
                          writer TEXT PRIMARY KEY,
                          key    TEXT NOT NULL,
                          seq    INTEGER NOT NULL,
                          link   BLOB NOT NULL,
                          seal   BLOB NOT NULL
                        ) WITHOUT ROWID\
                        """,
                        // Stretches of chains that retention removed; link is that of the last.
                        """
                        CREATE TABLE chain_pruned (
                          writer   TEXT NOT NULL,
                          from_seq INTEGER NOT NULL,
                          to_seq   INTEGER NOT NULL,
                          link     BLOB NOT NULL,
                          seal     BLOB NOT NULL,
                          PRIMARY KEY (writer, from_seq)
                        ) WITHOUT ROWID\
                        """,
                        """
                        CREATE TABLE chain_register (
                          key     TEXT PRIMARY KEY,
                          writers INTEGER NOT NULL,
                          pruned  INTEGER NOT NULL,
                          older   INTEGER NOT NULL,
                          seal    BLOB NOT NULL
                        )\
                        """));
    }

    /**
     * What redacted a call. A program of version 2 would make no link over that, and take the links
     * made so for forged: so it cannot share the file.
     */
    private static Migration version3() {
        return new Migration(
                3,
                3,
                List.of(
                        // The ids of redact rules, one a line; null where none changed anything.
                        "ALTER TABLE calls ADD COLUMN arguments_redacted_by TEXT",
                        "ALTER TABLE calls ADD COLUMN result_redacted_by TEXT",
                        "ALTER TABLE early_outcomes ADD COLUMN result_redacted_by TEXT"));
    }

    /**
     * How a decision came about. Links are over that, too, so a program of version 3 cannot share
     * the file, either.
     */
    private static Migration version4() {
        return new Migration(
                4,
                4,
                List.of(
                        // A JSON object; null where no rule and no limit had anything to say.
                        "ALTER TABLE calls ADD COLUMN evaluation TEXT"));
    }

    /**
     * What calls are found by. A program of version 4 keeps indexes up to date unknowingly. Servers
     * are few: going back in time finds their calls as soon, and every index costs a write.
     */
    private static Migration version5() {
        return new Migration(
                5,
                4,
                List.of(
                        "CREATE INDEX calls_by_agent ON calls (agent, time)",
                        "CREATE INDEX calls_by_session ON calls (session, time)",
                        "CREATE INDEX calls_by_rule ON calls (rule, time) WHERE rule IS NOT NULL",
                        "DROP INDEX IF EXISTS calls_by_server"));
    }

    /**
     * Figures. A program of version 4 does not count, which {@link FigureCount} notices and makes
     * up for: {@code counted} is the mark up to which it was done.
     */
    private static Migration version6() {
        return new Migration(
                6,
                4,
                List.of(
                        FigureCount.TABLE,
                        FigureCount.UNTIL,
                        "INSERT INTO figures_until VALUES (0, 0)",
                        "ALTER TABLE change_mark ADD COLUMN counted INTEGER NOT NULL DEFAULT 0"));
    }

    List<Migration> migrations() {
        return migrations;
    }

    int version() {
        return migrations.size();
    }

    /**
     * Looks at a file without changing it.
     *
     * @return the file's version, 0 for an empty one
     * @throws UnusableFileException if this program can't use it
     */
    int check(Connection connection, Path file) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // All of it at one moment: somebody may be making the file just now.
            statement.execute("BEGIN");
            int found = checkWithin(connection, file);
            statement.execute("COMMIT");
            return found;
        }
    }

    private int checkWithin(Connection connection, Path file) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            int found = number(statement, "PRAGMA user_version");
            int application = number(statement, "PRAGMA application_id");
            if (application != APPLICATION_ID) {
                if (application == 0
                        && found == 0
                        && number(statement, "SELECT count(*) FROM sqlite_schema") == 0) {
                    return 0;
                }
                throw new UnusableFileException(
                        file
                                + " belongs to another program: choose another place for the audit"
                                + " store, or move that file away");
            }
            if (found > version()) {
                int oldest =
                        number(
                                statement,
                                "SELECT max(oldest_compatible) FROM schema_versions WHERE version >"
                                        + " "
                                        + version());
                if (oldest > version()) {
                    throw new UnusableFileException(
                            file
                                    + " was written by a newer AgentGate: it has schema version "
                                    + found
                                    + ", which needs a program of schema version "
                                    + oldest
                                    + " or later, and this one has "
                                    + version()
                                    + ". Update this AgentGate, or choose another place for the"
                                    + " audit store");
                }
            }
            return found;
        }
    }

    /**
     * Brings a file up to this program's version, or leaves a newer one as it is. Of several
     * processes that come at once one does the work and the others find it done.
     */
    void migrate(Connection connection, Path file) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // Looked at again under the write lock: somebody else may have been quicker.
            statement.execute("BEGIN IMMEDIATE");
            try {
                int found = checkWithin(connection, file);
                if (found < version()) {
                    for (String sql : statementsAfter(found)) {
                        statement.execute(sql);
                    }
                }
                statement.execute("COMMIT");
            } catch (SQLException notMigrated) {
                rollBack(statement, notMigrated);
                throw notMigrated;
            }
        }
    }

    private List<String> statementsAfter(int found) {
        List<String> sql = new ArrayList<>();
        for (Migration migration : migrations.subList(found, migrations.size())) {
            sql.addAll(migration.statements());
            sql.add(
                    "INSERT INTO schema_versions VALUES ("
                            + migration.version()
                            + ", "
                            + migration.oldestCompatible()
                            + ")");
        }
        sql.add("PRAGMA application_id = " + APPLICATION_ID);
        sql.add("PRAGMA user_version = " + version());
        return sql;
    }

    private static void rollBack(Statement statement, SQLException reason) {
        try {
            statement.execute("ROLLBACK");
        } catch (SQLException alreadyRolledBack) {
            reason.addSuppressed(alreadyRolledBack);
        }
    }

    private static int number(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getInt(1) : 0;
        }
    }
}
