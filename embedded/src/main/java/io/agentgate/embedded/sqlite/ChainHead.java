package io.agentgate.embedded.sqlite;

import io.agentgate.embedded.sqlite.Sealer.Purpose;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The sealed end of one writer's chain: without it, nobody would miss events at the end.
 *
 * @param key the id of the key it is sealed with
 * @param end the last event's place
 * @param whole whether it is sealed with the key at hand, and the seal fits
 */
record ChainHead(String key, Link end, boolean whole) {
    /** Takes the writer; gives a row for {@link #read}. */
    static final String SELECT = "SELECT key, seq, link, seal FROM chain_heads WHERE writer = ?";

    static final String WRITE =
            """
            INSERT INTO chain_heads (writer, key, seq, link, seal) VALUES (?1, ?2, ?3, ?4, ?5)
            ON CONFLICT (writer) DO UPDATE SET seq = ?3, link = ?4, seal = ?5\
            """;

    /** The head of this writer; null if it has none. */
    static @Nullable ChainHead read(PreparedStatement select, Sealer sealer, String writer)
            throws SQLException {
        select.setString(1, writer);
        try (ResultSet row = select.executeQuery()) {
            if (!row.next()) {
                return null;
            }
            String key = row.getString("key");
            Link end = new Link(row.getLong("seq"), row.getBytes("link"));
            boolean whole =
                    sealer.keyId().equals(key)
                            && sealer.fits(row.getBytes("seal"), Purpose.HEAD, end, writer);
            return new ChainHead(key, end, whole);
        }
    }

    /** Writes the chain's new end. */
    void write(PreparedStatement write, Sealer sealer, String writer) throws SQLException {
        write.setString(1, writer);
        write.setString(2, key);
        write.setLong(3, end.seq());
        write.setBytes(4, end.hash());
        write.setBytes(5, sealer.sealAfter(whole, Purpose.HEAD, end, writer));
        write.executeUpdate();
    }

    ChainHead withEnd(Link newEnd) {
        return new ChainHead(key, newEnd, whole);
    }
}
