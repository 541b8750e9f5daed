package io.agentgate.embedded.sqlite;

import io.agentgate.gateway.audit.CallFilter;
import io.agentgate.gateway.audit.CallFilter.Match;
import io.agentgate.gateway.audit.CallPage;
import io.agentgate.gateway.audit.CallPosition;
import io.agentgate.gateway.audit.CallRecord;
import io.agentgate.gateway.audit.CallSearch;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One search through the rows of {@code calls}, from the newest backwards. It goes along one index,
 * that of time or that of a name asked for, in steps of so many rows as take some milliseconds; so
 * it can end where its time does, wherever that is.
 */
final class CallSteps {
    private static final int FIRST_STEP = 512;
    private static final int LEAST_STEP = 64;
    private static final int MOST_STEP = 1 << 13;

    /** A step that took longer is followed by a smaller one, and a quicker one by a larger. */
    private static final long STEP_NANOS = 15_000_000;

    /** Of a name that has more rows it does not matter how many. */
    private static final int MANY = 20_000;

    /** After all times there are, which have digits where this has none. */
    private static final String END = "~";

    private static final String ORDER = " ORDER BY time DESC, rowid DESC";

    /** A row's place among the others, by {@link #ORDER}. */
    private record Place(String time, long row) {}

    /** An index to go along: its rows have a name in common, or just a time. */
    private record Way(String index, CallConditions rows, @Nullable CallFilter name) {}

    private final Connection connection;
    private final CallSearch search;
    private final long begin = System.nanoTime();
    private final long budgetNanos;
    private final FoundText text;
    private final Way way;
    private final CallConditions conditions;
    private final List<CallRecord> found = new ArrayList<>();

    CallSteps(Connection connection, CallSearch search, Duration budget) throws SQLException {
        this.connection = connection;
        this.search = search;
        this.budgetNanos = budget.toNanos();
        this.text = new FoundText(search.text());
        this.way = way();
        this.conditions = conditions();
    }

    /** Looks until the page is full, the time is over, or there is nothing more. */
    CallPage run() throws SQLException {
        Place place = beginning();
        // All rows of the index match: there is nothing to pass over.
        boolean direct = conditions.isEmpty();
        int step = FIRST_STEP;
        while (true) {
            long started = System.nanoTime();
            Place end = direct ? null : behind(place, step);
            CallPosition full = look(place, end);
            if (full != null || end == null) {
                return new CallPage(found, full, null);
            }
            place = end;
            long now = System.nanoTime();
            step = now - started > STEP_NANOS ? Math.max(step / 2, LEAST_STEP) : step * 2;
            step = Math.min(step, MOST_STEP);
            if (now - begin > budgetNanos) {
                return outOfTime(place);
            }
        }
    }

    private CallPage outOfTime(Place place) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT decision_id FROM calls WHERE rowid = ?")) {
            statement.setLong(1, place.row());
            try (ResultSet row = statement.executeQuery()) {
                Instant time = StoredForm.time(place.time());
                // Pruned meanwhile, with all that is older.
                return row.next()
                        ? new CallPage(found, new CallPosition(time, row.getString(1)), time)
                        : new CallPage(found, null, null);
            }
        }
    }

    /** Where the search begins. */
    private Place beginning() throws SQLException {
        Instant until = search.until();
        String last = until == null ? END : StoredForm.time(until);
        CallPosition before = search.before();
        if (before == null) {
            return new Place(last, Long.MIN_VALUE);
        }
        String time = StoredForm.time(before.time());
        if (time.compareTo(last) >= 0) {
            return new Place(last, Long.MIN_VALUE);
        }
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT rowid FROM calls WHERE decision_id = ?")) {
            statement.setString(1, before.decisionId());
            try (ResultSet row = statement.executeQuery()) {
                return new Place(time, row.next() ? row.getLong(1) : Long.MIN_VALUE);
            }
        }
    }

    /** Of the names asked for the one that fewest rows have, if there is one. */
    private Way way() throws SQLException {
        Way best = new Way("calls_by_time", new CallConditions(), null);
        int fewest = Integer.MAX_VALUE;
        for (CallFilter filter : search.filters()) {
            String index = index(filter);
            if (index == null) {
                continue;
            }
            // Unlike the condition of a search this is the column itself, which the index is of.
            Way other =
                    new Way(
                            index,
                            new CallConditions()
                                    .and(filter.field().word() + " = ?", filter.value()),
                            filter);
            int rows = rows(other, fewest);
            if (rows < fewest) {
                fewest = rows;
                best = other;
            }
        }
        return best;
    }

    private static @Nullable String index(CallFilter filter) {
        boolean named = filter.match() == Match.EQUAL && !filter.value().isEmpty();
        return named && SqliteSchema.INDEXED.contains(filter.field())
                ? "calls_by_" + filter.field().word()
                : null;
    }

    private int rows(Way other, int most) throws SQLException {
        CallConditions rows = within(other.rows().copy(), beginning());
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "SELECT count(*) FROM (SELECT 1 FROM calls INDEXED BY "
                                + other.index()
                                + " WHERE TRUE"
                                + rows.sql()
                                + " LIMIT "
                                + Math.min(MANY, most)
                                + ")")) {
            rows.bind(statement);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getInt(1) : 0;
            }
        }
    }

    /** What the index does not say already. */
    private CallConditions conditions() {
        CallConditions others = new CallConditions();
        for (CallFilter filter : search.filters()) {
            if (!filter.equals(way.name())) {
                others.and(filter);
            }
        }
        Long least = search.minLatencyNanos();
        if (least != null) {
            others.andLatency(least);
        }
        String wanted = search.text();
        if (wanted != null) {
            others.andText(wanted);
        }
        return others;
    }

    /** Rows behind a place, and not before the time from which on they are wanted. */
    private CallConditions within(CallConditions rows, Place place) {
        rows.and("time <= ?", place.time())
                .and("(time < ? OR rowid < ?)", place.time(), place.row());
        Instant since = search.since();
        return since == null ? rows : rows.and("time >= ?", StoredForm.time(since));
    }

    /** The place so many rows on; null if there are not so many. */
    private @Nullable Place behind(Place place, int rows) throws SQLException {
        CallConditions all = within(way.rows().copy(), place);
        try (PreparedStatement statement =
                connection.prepareStatement(
                        select("time, rowid", all) + ORDER + " LIMIT 1 OFFSET ?")) {
            statement.setInt(all.bind(statement), rows - 1);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? new Place(row.getString(1), row.getLong(2)) : null;
            }
        }
    }

    /** Takes what matches between two places; gives the place of the last one of a full page. */
    private @Nullable CallPosition look(Place place, @Nullable Place end) throws SQLException {
        CallConditions all = within(way.rows().copy(), place);
        if (end != null) {
            all.and("time >= ?", end.time()).and("(time > ? OR rowid >= ?)", end.time(), end.row());
        }
        all.and(conditions);
        try (PreparedStatement statement = connection.prepareStatement(select("*", all) + ORDER)) {
            all.bind(statement);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    CallRecord call = CallRow.read(rows);
                    if (!text.isIn(call)) {
                        continue;
                    }
                    if (found.size() == search.limit()) {
                        return CallPosition.behind(found.getLast());
                    }
                    found.add(call);
                }
            }
        }
        return null;
    }

    private String select(String columns, CallConditions rows) {
        return "SELECT "
                + columns
                + " FROM calls INDEXED BY "
                + way.index()
                + " WHERE TRUE"
                + rows.sql();
    }
}
