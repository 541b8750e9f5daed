package io.agentgate.embedded.sqlite;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * One thing that stands in a writer's chain, without its content.
 *
 * @param place its number, and the hash that is stored with it
 * @param row where its content is; of a pruned stretch, its last number
 * @param seal of a pruned stretch
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ChainItem(String writer, Link place, Kind kind, long row, byte @Nullable [] seal) {
    /** In the order in which those of one number belong. */
    enum Kind {
        DECIDED,
        SETTLED,
        NOTED,
        EARLY,
        PRUNED,
        HEAD
    }

    /** All of them, by writer and number. Contents are looked up by row: SQLite sorts this. */
    static final String ALL =
            """
            SELECT coalesce(writer, '') AS writer, seq, link, kind, place, seal FROM (
              SELECT writer, decided_seq AS seq, decided_link AS link, 0 AS kind,
                rowid AS place, NULL AS seal
                FROM calls WHERE decided_seq IS NOT NULL
              UNION ALL SELECT writer, settled_seq, settled_link, 1, rowid, NULL
                FROM calls WHERE settled_seq IS NOT NULL
              UNION ALL SELECT writer, seq, link, 2, rowid, NULL
                FROM events WHERE seq IS NOT NULL
              UNION ALL SELECT writer, seq, link, 3, rowid, NULL
                FROM early_outcomes WHERE seq IS NOT NULL
              UNION ALL SELECT writer, from_seq, link, 4, to_seq, seal FROM chain_pruned
              UNION ALL SELECT writer, seq, link, 5, 0, NULL FROM chain_heads)
            ORDER BY 1, seq, kind\
            """;

    boolean isEvent() {
        return kind != Kind.PRUNED && kind != Kind.HEAD;
    }

    static ChainItem read(ResultSet row) throws SQLException {
        return new ChainItem(
                row.getString("writer"),
                new Link(row.getLong("seq"), row.getBytes("link")),
                Kind.values()[row.getInt("kind")],
                row.getLong("place"),
                row.getBytes("seal"));
    }
}
