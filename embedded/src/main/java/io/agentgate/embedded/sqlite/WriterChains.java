package io.agentgate.embedded.sqlite;

import io.agentgate.embedded.sqlite.Sealer.Purpose;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The chains of the writers that one transaction adds to: read when a writer is first met, and
 * written once at its end.
 *
 * <p>They are read anew in every transaction. Whoever delivers for a writer next may be another
 * process.
 */
final class WriterChains {
    private final Connection connection;
    private final Sealer sealer;
    private final PreparedStatement readHead;
    private final PreparedStatement writeHead;
    private final Map<String, Chain> chains = new HashMap<>();
    private @Nullable Chain last;

    WriterChains(Connection connection, Sealer sealer) throws SQLException {
        this.connection = connection;
        this.sealer = sealer;
        this.readHead = connection.prepareStatement(ChainHead.SELECT);
        this.writeHead = connection.prepareStatement(ChainHead.WRITE);
    }

    /** One writer's chain as it grows. */
    private static final class Chain {
        private final String writer;
        private final @Nullable ChainHead found;
        private Link end;

        private Chain(String writer, @Nullable ChainHead found) {
            this.writer = writer;
            this.found = found;
            this.end = found == null ? Link.NONE : found.end();
        }

        private boolean grew() {
            return end.seq() > (found == null ? 0 : found.end().seq());
        }
    }

    /** Forgets what an earlier transaction read. */
    void begin() {
        chains.clear();
        last = null;
    }

    /** The place an event of this writer would get now. */
    Link next(String writer, Purpose purpose, @Nullable Object[] values) throws SQLException {
        return sealer.next(chain(writer).end, purpose, values);
    }

    /** The place an event would get behind one that has none yet. */
    Link behind(Link before, Purpose purpose, @Nullable Object[] values) {
        return sealer.next(before, purpose, values);
    }

    /** Says that the event of this place was stored. */
    void stored(String writer, Link place) throws SQLException {
        chain(writer).end = place;
    }

    private Chain chain(String writer) throws SQLException {
        Chain known = last;
        if (known == null || !known.writer.equals(writer)) {
            known = chains.get(writer);
            if (known == null) {
                known = new Chain(writer, ChainHead.read(readHead, sealer, writer));
                chains.put(writer, known);
            }
            last = known;
        }
        return known;
    }

    /** Writes the new ends of all chains that grew. */
    void end() throws SQLException {
        int begun = 0;
        for (Chain chain : chains.values()) {
            if (!chain.grew()) {
                continue;
            }
            ChainHead head = chain.found;
            if (head == null) {
                head = new ChainHead(sealer.keyId(), chain.end, true);
                begun++;
            }
            head.withEnd(chain.end).write(writeHead, sealer, chain.writer);
        }
        if (begun > 0) {
            ChainRegister.change(connection, sealer, begun, 0);
        }
    }
}
