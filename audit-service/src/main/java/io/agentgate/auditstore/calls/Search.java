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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One search for calls from the newest backwards, along an index, in steps of so many calls as take
 * some milliseconds; so it can end where its time does.
 */
final class Search {
    private static final int FIRST_STEP = 1_000;
    private static final int LEAST_STEP = 50;
    private static final int MOST_STEP = 20_000;

    /** Looking through the events of calls takes far longer than looking at calls. */
    private static final int FIRST_STEP_OF_TEXT = 100;

    /** A step that took longer is followed by a smaller one, and a quicker one by a larger. */
    private static final long STEP_NANOS = Duration.ofMillis(20).toNanos();

    private static final String ORDER = " order by time desc, decision_id desc";

    /**
     * What was found in the time there was.
     *
     * @param next behind what call to go on; null once all were looked at
     * @param searchedTo down to when, of a search that ended before it had found enough
     */
    record Found(List<Call> calls, @Nullable Cursor next, @Nullable Instant searchedTo) {}

    /** Calls that a database gives for a text may not hold it. */
    interface Check {
        boolean holds(Call call) throws SQLException;
    }

    private final Connection connection;
    private final Filter filter;
    private final Check check;
    private final int limit;
    private final long end;
    private final List<Call> found = new ArrayList<>();

    Search(Connection connection, Filter filter, Check check, int limit, Duration budget) {
        this.connection = connection;
        this.filter = filter;
        this.check = check;
        this.limit = limit;
        this.end = System.nanoTime() + budget.toNanos();
    }

    Found run(Optional<Cursor> before) throws SQLException {
        Cursor place = before.orElse(null);
        boolean direct = filter.isDirect();
        int step = filter.text() == null ? FIRST_STEP : FIRST_STEP_OF_TEXT;
        while (true) {
            long started = System.nanoTime();
            Cursor last = direct ? null : behind(place, step);
            Cursor full = look(place, last);
            if (full != null || last == null) {
                return new Found(found, full, null);
            }
            place = last;
            long now = System.nanoTime();
            if (now - end > 0) {
                return new Found(found, place, place.time());
            }
            step = now - started > STEP_NANOS ? Math.max(step / 2, LEAST_STEP) : step * 2;
            step = Math.min(step, MOST_STEP);
        }
    }

    /** The call so many on, whatever it is; null if there are not so many. */
    private @Nullable Cursor behind(@Nullable Cursor place, int calls) throws SQLException {
        Filter.Condition all = before(filter.way(), place);
        String sql =
                "select time, decision_id from call where "
                        + all.sql()
                        + ORDER
                        + " limit 1 offset ?";
        try (PreparedStatement ask = connection.prepareStatement(sql)) {
            ask.setInt(all.bind(ask), calls - 1);
            try (ResultSet row = ask.executeQuery()) {
                return row.next()
                        ? new Cursor(
                                row.getObject(1, OffsetDateTime.class).toInstant(),
                                row.getString(2))
                        : null;
            }
        }
    }

    private static @Nullable LocalDate day(@Nullable Cursor place) {
        return place == null ? null : place.time().atOffset(ZoneOffset.UTC).toLocalDate();
    }

    private static Filter.Condition before(Filter.Condition condition, @Nullable Cursor place) {
        return place == null
                ? condition
                : condition.and(
                        "day <= ? and (time, decision_id) < (?, ?)",
                        place.time().atOffset(ZoneOffset.UTC).toLocalDate(),
                        place.time().atOffset(ZoneOffset.UTC),
                        place.decisionId());
    }

    /** Takes what matches from a place to another; gives that of the last one of a full page. */
    private @Nullable Cursor look(@Nullable Cursor place, @Nullable Cursor last)
            throws SQLException {
        Filter.Condition all = before(filter.condition(day(last), day(place)), place);
        if (last != null) {
            all.and(
                    "day >= ? and (time, decision_id) >= (?, ?)",
                    last.time().atOffset(ZoneOffset.UTC).toLocalDate(),
                    last.time().atOffset(ZoneOffset.UTC),
                    last.decisionId());
        }
        String sql =
                "select " + Call.COLUMNS + " from call where " + all.sql() + ORDER + " limit ?";
        try (PreparedStatement ask = connection.prepareStatement(sql)) {
            // A text may not be in some of them: then all of the step are looked at.
            int most = filter.text() == null ? limit - found.size() + 1 : Integer.MAX_VALUE;
            ask.setInt(all.bind(ask), most);
            try (ResultSet rows = ask.executeQuery()) {
                while (rows.next()) {
                    Call call = Call.of(rows);
                    if (!check.holds(call)) {
                        continue;
                    }
                    if (found.size() == limit) {
                        Call end = found.getLast();
                        return new Cursor(end.time(), end.decisionId());
                    }
                    found.add(call);
                }
            }
        }
        return null;
    }
}
