package io.agentgate.embedded.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The places of the chains that one pruning takes, as sealed stretches: verification tells by them
 * what was pruned from what was deleted.
 *
 * <p>Neighbours become one stretch, so there are never more than rows that stay between them. A
 * chain that is gone as a whole is forgotten, and only counted.
 */
final class PrunedPlaces {
    private final Connection connection;
    private final Sealer sealer;
    private final List<PrunedStretch> taken = new ArrayList<>();

    PrunedPlaces(Connection connection, Sealer sealer) {
        this.connection = connection;
        this.sealer = sealer;
    }

    void add(String writer, Link place) {
        taken.add(new PrunedStretch(writer, place.seq(), place, true));
    }

    /** Seals all that were added. */
    void seal() throws SQLException {
        taken.sort(Comparator.comparing(PrunedStretch::writer).thenComparing(PrunedStretch::from));
        Set<String> writers = new LinkedHashSet<>();
        PrunedStretch stretch = null;
        for (PrunedStretch next : taken) {
            writers.add(next.writer());
            if (stretch != null && !stretch.joins(next)) {
                store(stretch);
                stretch = null;
            }
            stretch = stretch == null ? next : stretch.with(next);
        }
        if (stretch != null) {
            store(stretch);
        }
        for (String writer : writers) {
            forgetIfGone(writer);
        }
    }

    private void store(PrunedStretch pruned) throws SQLException {
        PrunedStretch stretch = pruned;
        PrunedStretch before = find("to_seq", stretch.writer(), stretch.from() - 1);
        if (before != null && before.joins(stretch)) {
            stretch = before.with(stretch);
        }
        PrunedStretch after = find("from_seq", stretch.writer(), stretch.to().seq() + 1);
        if (stretch.joins(after) && after != null) {
            remove(after);
            stretch = stretch.with(after);
        }
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT OR REPLACE INTO chain_pruned (writer, from_seq, to_seq, link, seal)"
                                + " VALUES (?, ?, ?, ?, ?)")) {
            insert.setString(1, stretch.writer());
            insert.setLong(2, stretch.from());
            insert.setLong(3, stretch.to().seq());
            insert.setBytes(4, stretch.to().hash());
            insert.setBytes(5, stretch.seal(sealer));
            insert.executeUpdate();
        }
    }

    private @Nullable PrunedStretch find(String column, String writer, long seq)
            throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(
                        "SELECT from_seq, to_seq, link, seal FROM chain_pruned WHERE writer = ?"
                                + " AND "
                                + column
                                + " = ?")) {
            select.setString(1, writer);
            select.setLong(2, seq);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return null;
                }
                Link to = new Link(row.getLong("to_seq"), row.getBytes("link"));
                return PrunedStretch.found(
                        sealer, writer, row.getLong("from_seq"), to, row.getBytes("seal"));
            }
        }
    }

    private void remove(PrunedStretch stretch) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement(
                        "DELETE FROM chain_pruned WHERE writer = ? AND from_seq = ?")) {
            delete.setString(1, stretch.writer());
            delete.setLong(2, stretch.from());
            delete.executeUpdate();
        }
    }

    /** One that still writes begins a new chain. */
    private void forgetIfGone(String writer) throws SQLException {
        PrunedStretch all = find("from_seq", writer, 1);
        ChainHead head;
        try (PreparedStatement select = connection.prepareStatement(ChainHead.SELECT)) {
            head = ChainHead.read(select, sealer, writer);
        }
        if (all == null
                || head == null
                || !all.whole()
                || !head.whole()
                || all.to().seq() != head.end().seq()
                || !all.to().hasHash(head.end().hash())) {
            return;
        }
        remove(all);
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM chain_heads WHERE writer = ?")) {
            delete.setString(1, writer);
            delete.executeUpdate();
        }
        ChainRegister.change(connection, sealer, -1, head.end().seq());
    }
}
