package io.agentgate.embedded.sqlite;

import io.agentgate.embedded.sqlite.Sealer.Purpose;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The sealed word of a store on all its chains of one key together: without it, a chain that is
 * taken away as a whole would not be missed.
 *
 * @param writers how many chains there are
 * @param pruned how many events the chains had that were pruned as a whole
 * @param older whether there were records before the first chain began
 * @param whole whether its seal fits
 */
record ChainRegister(long writers, long pruned, boolean older, boolean whole) {
    private static final String ANY_OLDER =
            """
            SELECT EXISTS (SELECT 1 FROM calls WHERE decided_seq IS NULL)
              OR EXISTS (SELECT 1 FROM events WHERE seq IS NULL)\
            """;

    /** The register of the sealer's key; null before its first chain began. */
    static @Nullable ChainRegister read(Connection connection, Sealer sealer) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(
                        "SELECT writers, pruned, older, seal FROM chain_register WHERE key = ?")) {
            select.setString(1, sealer.keyId());
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return null;
                }
                long writers = row.getLong("writers");
                long pruned = row.getLong("pruned");
                boolean older = row.getBoolean("older");
                return new ChainRegister(
                        writers,
                        pruned,
                        older,
                        sealer.fits(
                                row.getBytes("seal"),
                                Purpose.REGISTER,
                                Link.NONE,
                                values(sealer, writers, pruned, older)));
            }
        }
    }

    /** Says that chains began, or that pruned ones are forgotten. */
    static void change(Connection connection, Sealer sealer, int writers, long pruned)
            throws SQLException {
        ChainRegister before = read(connection, sealer);
        if (before == null) {
            before = new ChainRegister(0, 0, anyOlder(connection), true);
        }
        new ChainRegister(
                        before.writers + writers,
                        before.pruned + pruned,
                        before.older,
                        before.whole)
                .write(connection, sealer);
    }

    private void write(Connection connection, Sealer sealer) throws SQLException {
        try (PreparedStatement replace =
                connection.prepareStatement(
                        "INSERT OR REPLACE INTO chain_register (key, writers, pruned, older, seal)"
                                + " VALUES (?, ?, ?, ?, ?)")) {
            replace.setString(1, sealer.keyId());
            replace.setLong(2, writers);
            replace.setLong(3, pruned);
            replace.setBoolean(4, older);
            replace.setBytes(
                    5,
                    sealer.sealAfter(
                            whole,
                            Purpose.REGISTER,
                            Link.NONE,
                            values(sealer, writers, pruned, older)));
            replace.executeUpdate();
        }
    }

    private static @Nullable Object[] values(
            Sealer sealer, long writers, long pruned, boolean older) {
        return new @Nullable Object[] {sealer.keyId(), writers, pruned, older ? 1L : 0L};
    }

    private static boolean anyOlder(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(ANY_OLDER);
                ResultSet row = select.executeQuery()) {
            return row.next() && row.getBoolean(1);
        }
    }
}
