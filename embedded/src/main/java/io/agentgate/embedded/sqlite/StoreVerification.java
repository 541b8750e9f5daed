package io.agentgate.embedded.sqlite;

import io.agentgate.gateway.audit.AuditLogException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A walk along all chains of one store, as it is at one moment. It changes nothing, holds up
 * nobody, and holds one event at a time.
 */
public final class StoreVerification {
    private static final int MOST_FLAWS = 20;
    private static final int STEP = 4_096;

    private final SqliteDatabase database;
    private final Progress progress;

    /** Hears from time to time how far a verification has come. */
    @FunctionalInterface
    public interface Progress {
        void at(long events, long ofEvents);
    }

    public StoreVerification(SqliteDatabase database, Progress progress) {
        this.database = database;
        this.progress = progress;
    }

    /**
     * Verifies the store; an empty or missing one is whole.
     *
     * @throws AuditLogException if it cannot be read
     */
    public StoreVerdict run() throws AuditLogException {
        try {
            SqliteDatabase.Opened opened = database.openAsItIs();
            if (opened == null) {
                return new StoreVerdict(0, 0, 0, 0, 0, List.of());
            }
            try (Connection connection = opened.connection();
                    Statement statement = connection.createStatement()) {
                statement.execute("BEGIN");
                return opened.version() < 2
                        ? beforeTheChain(statement)
                        : new Walks(connection, database.proofKeys(), opened.version()).run();
            }
        } catch (SQLException | AuditKeyException notRead) {
            throw new AuditLogException(database.explain(notRead), notRead);
        }
    }

    private static StoreVerdict beforeTheChain(Statement statement) throws SQLException {
        long rows = number(statement, "SELECT count(*) FROM calls");
        rows += number(statement, "SELECT count(*) FROM events");
        return new StoreVerdict(0, 0, 0, rows, 0, List.of());
    }

    private static long number(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    /** One run over an open store. */
    private final class Walks {
        private final Connection connection;
        private final Sealer sealer;
        private final StoredEvents contents;
        private final List<ChainFlaw> flaws = new ArrayList<>();
        private long events;
        private long writers;
        private long pruned;
        private long broken;

        Walks(Connection connection, ProofKeys keys, int version) throws SQLException {
            this.connection = connection;
            this.sealer = keys.sealer();
            this.contents = new StoredEvents(connection, keys.payloads(), sealer, version);
        }

        StoreVerdict run() throws SQLException {
            walk();
            ChainRegister register = ChainRegister.read(connection, sealer);
            long before;
            try (Statement statement = connection.createStatement()) {
                before =
                        number(statement, "SELECT count(*) FROM calls WHERE decided_seq IS NULL")
                                + number(
                                        statement, "SELECT count(*) FROM events WHERE seq IS NULL");
                checkRegister(register);
            }
            if (before > 0 && register != null && register.whole() && !register.older()) {
                add(firstWithoutPlace(before));
            }
            if (register != null) {
                pruned += register.pruned();
            }
            return new StoreVerdict(events, writers, pruned, before, broken, flaws);
        }

        private void walk() throws SQLException {
            try (Statement statement = connection.createStatement();
                    PreparedStatement heads = connection.prepareStatement(ChainHead.SELECT)) {
                long total = number(statement, "SELECT coalesce(sum(seq), 0) FROM chain_heads");
                progress.at(0, total);
                long items = 0;
                ChainWalk walk = null;
                try (ResultSet rows = statement.executeQuery(ChainItem.ALL)) {
                    while (rows.next()) {
                        ChainItem item = ChainItem.read(rows);
                        if (walk == null || !walk.writer().equals(item.writer())) {
                            finish(walk);
                            ChainHead head = ChainHead.read(heads, sealer, item.writer());
                            walk = new ChainWalk(item.writer(), head, sealer, contents);
                        }
                        walk.take(item);
                        if (++items % STEP == 0) {
                            progress.at(items, total);
                        }
                    }
                }
                finish(walk);
            }
        }

        private void finish(@Nullable ChainWalk walk) {
            if (walk == null) {
                return;
            }
            events += walk.events();
            pruned += walk.pruned();
            ChainFlaw flaw = walk.finish();
            if (flaw != null) {
                add(flaw);
            } else if (!walk.isForeign()) {
                writers++;
            }
        }

        private void checkRegister(@Nullable ChainRegister register) throws SQLException {
            long heads;
            try (PreparedStatement count =
                    connection.prepareStatement("SELECT count(*) FROM chain_heads WHERE key = ?")) {
                count.setString(1, sealer.keyId());
                try (ResultSet row = count.executeQuery()) {
                    heads = row.next() ? row.getLong(1) : 0;
                }
            }
            if (register == null) {
                if (heads > 0) {
                    add(ofTheStore(ChainFlaw.Kind.SEAL, "the number of its chains is not there"));
                }
            } else if (!register.whole()) {
                add(
                        ofTheStore(
                                ChainFlaw.Kind.SEAL,
                                "the gateway did not seal the number of its chains"));
            } else if (heads != register.writers()) {
                add(
                        ofTheStore(
                                heads < register.writers()
                                        ? ChainFlaw.Kind.MISSING
                                        : ChainFlaw.Kind.ADDED,
                                "there are chains of "
                                        + heads
                                        + " writers, and "
                                        + register.writers()
                                        + " were recorded"));
            }
        }

        private static ChainFlaw ofTheStore(ChainFlaw.Kind kind, String detail) {
            return new ChainFlaw(kind, "", 0, null, null, detail);
        }

        private ChainFlaw firstWithoutPlace(long number) throws SQLException {
            String sql =
                    """
                    SELECT decision_id, time, writer FROM calls WHERE decided_seq IS NULL
                    UNION ALL
                    SELECT id, time, coalesce(writer, '') FROM events WHERE seq IS NULL
                    ORDER BY time LIMIT 1\
                    """;
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(sql)) {
                row.next();
                return new ChainFlaw(
                        ChainFlaw.Kind.ADDED,
                        row.getString("writer"),
                        0,
                        row.getString("decision_id"),
                        row.getString("time"),
                        number
                                + (number == 1 ? " record has" : " records have")
                                + " no place in a chain, and this file never had such records");
            }
        }

        private void add(ChainFlaw flaw) {
            broken++;
            if (flaws.size() < MOST_FLAWS) {
                flaws.add(flaw);
            }
        }
    }
}
