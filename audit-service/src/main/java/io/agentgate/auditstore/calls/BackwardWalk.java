package io.agentgate.auditstore.calls;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * A look at the calls of some time, from the newest backwards, along the index of time, in steps of
 * some milliseconds; so it ends where its own time does.
 */
public final class BackwardWalk {
    private static final int STEP = 2_048;

    private static final String BETWEEN =
            " from call where day between ? and ? and (time, decision_id) >= (?, ?)"
                    + " and (time, decision_id) < (?, ?) and ";

    private static final String NEWEST_FIRST = " order by time desc, decision_id desc";

    private static final String END =
            "select time, decision_id" + BETWEEN + "true" + NEWEST_FIRST + " limit 1 offset ?";

    /** Takes what a call says. */
    public interface Taker {
        void take(ResultSet row) throws SQLException;
    }

    /** A call, or a place where none is. */
    private record Place(Instant time, String decisionId) {
        /** Before all calls of a time. */
        static Place before(Instant time) {
            return new Place(time, "");
        }
    }

    private final Connection connection;
    private final String columns;
    private final String condition;

    /**
     * @param columns what is taken of a call
     * @param condition which calls are taken; all are walked by
     */
    public BackwardWalk(Connection connection, String columns, String condition) {
        this.connection = connection;
        this.columns = columns;
        this.condition = condition;
    }

    /**
     * Walks.
     *
     * @param until the end of the time, which is no part of it
     * @param budget how long; one step more may be taken
     * @return the time down to which calls were looked at; null if that is all
     */
    public @Nullable Instant run(Instant since, Instant until, Duration budget, Taker taker)
            throws SQLException {
        long begin = System.nanoTime();
        Place last = Place.before(since);
        Place from = Place.before(until);
        while (true) {
            Place end = end(last, from);
            look(end == null ? last : end, from, taker);
            if (end == null) {
                return null;
            }
            if (System.nanoTime() - begin > budget.toNanos()) {
                return end.time();
            }
            from = end;
        }
    }

    /** The last call of the next step; null where there are not so many. */
    private @Nullable Place end(Place last, Place from) throws SQLException {
        try (PreparedStatement ask = connection.prepareStatement(END)) {
            ask.setInt(bind(ask, last, from), STEP - 1);
            try (ResultSet row = ask.executeQuery()) {
                return row.next()
                        ? new Place(
                                row.getObject(1, OffsetDateTime.class).toInstant(),
                                row.getString(2))
                        : null;
            }
        }
    }

    private void look(Place to, Place from, Taker taker) throws SQLException {
        String sql = "select " + columns + BETWEEN + condition + NEWEST_FIRST;
        try (PreparedStatement ask = connection.prepareStatement(sql)) {
            bind(ask, to, from);
            try (ResultSet rows = ask.executeQuery()) {
                while (rows.next()) {
                    taker.take(rows);
                }
            }
        }
    }

    /** Gives the next index. The days tell Postgres which partitions it need not look at. */
    private static int bind(PreparedStatement statement, Place to, Place from) throws SQLException {
        statement.setObject(1, day(to.time()));
        statement.setObject(2, day(from.time()));
        statement.setObject(3, to.time().atOffset(ZoneOffset.UTC));
        statement.setString(4, to.decisionId());
        statement.setObject(5, from.time().atOffset(ZoneOffset.UTC));
        statement.setString(6, from.decisionId());
        return 7;
    }

    private static LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }
}
