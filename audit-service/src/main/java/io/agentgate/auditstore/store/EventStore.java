package io.agentgate.auditstore.store;

import io.agentgate.gateway.audit.AuditEvent;
import io.agentgate.gateway.audit.Streamed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** The store of events and of what follows from them. */
@ApplicationScoped
public class EventStore {
    private static final String INSERT =
            """
            insert into event (day, id, type, time, chain, body)
            select * from unnest(?, ?, ?, ?, ?, ?)
            on conflict do nothing
            returning id
            """;

    /**
     * A check is violated: of all that is checked, only that there is a partition can be. Another
     * instance may have dropped it; it is made anew before the batch comes again.
     */
    public static final String NO_PARTITION = "23514";

    private final DataSource database;
    private final Partitions partitions;
    private final InstantSource clock;

    @Inject
    EventStore(DataSource database, Partitions partitions) {
        this(database, partitions, InstantSource.system());
    }

    /**
     * @param clock says which minutes are told apart
     */
    public EventStore(DataSource database, Partitions partitions, InstantSource clock) {
        this.database = database;
        this.partitions = partitions;
        this.clock = clock;
    }

    /**
     * Stores a batch and all that follows from it, or nothing. Events that are there already have
     * no effect. Those of one chain must be in their order.
     *
     * @return how many were new
     */
    public int take(List<Arrived> batch) throws SQLException {
        if (batch.isEmpty()) {
            return 0;
        }
        partitions.ensure(batch.stream().map(Arrived::day).collect(Collectors.toSet()));
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                List<Arrived> fresh = inserted(connection, batch);
                derive(connection, fresh);
                connection.commit();
                return fresh.size();
            } catch (SQLException failed) {
                if (NO_PARTITION.equals(failed.getSQLState())) {
                    batch.forEach(event -> partitions.forget(event.day()));
                }
                connection.rollback();
                throw failed;
            } catch (RuntimeException failed) {
                connection.rollback();
                throw failed;
            } finally {
                connection.setAutoCommit(true);
            }
        }
    }

    private static List<Arrived> inserted(Connection connection, List<Arrived> batch)
            throws SQLException {
        Columns<Arrived> columns =
                new Columns<>(batch)
                        .day(Arrived::day)
                        .text(Arrived::id)
                        .text(Arrived::type)
                        .time(Arrived::time)
                        .text(Arrived::chain)
                        .text(Arrived::body);
        Set<String> fresh = new HashSet<>();
        try (PreparedStatement insert = columns.prepare(connection, INSERT);
                ResultSet rows = insert.executeQuery()) {
            while (rows.next()) {
                fresh.add(rows.getString(1));
            }
        }
        // One that is in the batch twice counts once.
        return batch.stream().filter(event -> fresh.remove(Columns.storable(event.id()))).toList();
    }

    /** All decisions, then all outcomes, then the ends: the order within every chain. */
    private void derive(Connection connection, List<Arrived> events) throws SQLException {
        List<AuditEvent.CallDecided> decisions = new ArrayList<>();
        List<Outcome> outcomes = new ArrayList<>();
        List<Streamed.WriterEnded> ends = new ArrayList<>();
        for (Arrived event : events) {
            switch (event.what()) {
                case Streamed.Event(AuditEvent.CallDecided decided) -> decisions.add(decided);
                case Streamed.Event(AuditEvent.CallSettled settled) ->
                        outcomes.add(Outcome.of(settled, event.body()));
                case Streamed.Event(AuditEvent.Noted noted) -> {}
                case Streamed.WriterEnded ended -> ends.add(ended);
            }
        }
        Calls calls = new Calls(connection);
        calls.decided(decisions);
        calls.settled(outcomes);
        calls.writersEnded(ends);
        Figures figures = new Figures(connection, clock.instant());
        figures.begun(calls.begun());
        figures.ended(calls.ended());
        figures.write();
    }
}
