package io.agentgate.auditstore.calls;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The calls as the database has them. */
@ApplicationScoped
class StoredCalls {
    private static final int PAGE = 1_000;

    /** After all days there are. */
    private static final LocalDate LAST_DAY = LocalDate.of(9999, 12, 31);

    private final DataSource database;

    StoredCalls(DataSource database) {
        this.database = database;
    }

    /** Takes one call after the other, and may fail on the way. */
    interface Taker<E extends Exception> {
        void take(Call call) throws E;
    }

    /**
     * What matches at one moment.
     *
     * @param newest when the newest call was decided; null if there is none
     */
    record Extent(long calls, @Nullable OffsetDateTime newest) {}

    /**
     * The newest calls that match, before a cursor where there is one, as far as that goes in a
     * time.
     */
    Search.Found newest(Filter filter, Optional<Cursor> before, int limit, Duration budget)
            throws SQLException {
        try (Connection connection = database.getConnection()) {
            // On this connection: who holds one and waits for another may wait for ever.
            Search.Check check = call -> holds(connection, filter, call);
            return new Search(connection, filter, check, limit, budget).run(before);
        }
    }

    /** Whether a call that matches as far as the database can tell does. */
    private static boolean holds(Connection connection, Filter filter, Call call)
            throws SQLException {
        String text = filter.text();
        if (text == null) {
            return true;
        }
        // Without the days every partition would be asked.
        LocalDate day = call.time().atOffset(ZoneOffset.UTC).toLocalDate();
        return SoughtText.isIn(
                call, events(connection, call.decisionId(), day, day.plusDays(1)), text);
    }

    private boolean holds(Filter filter, Call call) throws SQLException {
        if (filter.text() == null) {
            return true;
        }
        try (Connection connection = database.getConnection()) {
            return holds(connection, filter, call);
        }
    }

    /** The oldest calls that match, behind a cursor where there is one. */
    private List<Call> oldest(Filter.Condition condition, Optional<Cursor> behind, int limit)
            throws SQLException {
        behind.ifPresent(
                cursor ->
                        condition.and(
                                "day >= ? and (time, decision_id) > (?, ?)",
                                cursor.time().atOffset(ZoneOffset.UTC).toLocalDate(),
                                cursor.time().atOffset(ZoneOffset.UTC),
                                cursor.decisionId()));
        return page(condition, "time, decision_id", limit);
    }

    private List<Call> page(Filter.Condition condition, String order, int limit)
            throws SQLException {
        String sql =
                "select %s from call where %s order by %s limit ?"
                        .formatted(Call.COLUMNS, condition.sql(), order);
        List<Call> calls = new ArrayList<>();
        try (Connection connection = database.getConnection();
                PreparedStatement ask = connection.prepareStatement(sql)) {
            int next = condition.bind(ask);
            ask.setInt(next, limit);
            try (ResultSet rows = ask.executeQuery()) {
                while (rows.next()) {
                    calls.add(Call.of(rows));
                }
            }
        }
        return calls;
    }

    Optional<Call> byId(String decisionId) throws SQLException {
        String sql = "select " + Call.COLUMNS + " from call where decision_id = ?";
        try (Connection connection = database.getConnection();
                PreparedStatement ask = connection.prepareStatement(sql)) {
            ask.setString(1, decisionId);
            try (ResultSet rows = ask.executeQuery()) {
                return rows.next() ? Optional.of(Call.of(rows)) : Optional.empty();
            }
        }
    }

    /** The events of a call as they came, by their ids. */
    Map<String, String> events(String decisionId) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return events(connection, decisionId, LocalDate.EPOCH, LAST_DAY);
        }
    }

    /** The id of the event of a call's decision. */
    static String decided(String decisionId) {
        return decisionId + "/decided";
    }

    /** The id of the event of its end. */
    static String settled(String decisionId) {
        return decisionId + "/settled";
    }

    /**
     * The events of all of some calls, each looked for on the day of its own time: what ended a
     * call is known by when it ended.
     */
    Map<String, String> events(List<Call> all) throws SQLException {
        String sql = "select id, body from event where id = any(?) and day = any(?)";
        Object[] ids =
                all.stream()
                        .map(Call::decisionId)
                        .flatMap(id -> Stream.of(decided(id), settled(id)))
                        .toArray();
        Object[] days =
                all.stream()
                        .flatMap(call -> Stream.of(call.time(), call.settledAt()))
                        .filter(Objects::nonNull)
                        .map(time -> LocalDate.ofInstant(time, ZoneOffset.UTC))
                        .distinct()
                        .toArray();
        Map<String, String> events = new HashMap<>();
        try (Connection connection = database.getConnection();
                PreparedStatement ask = connection.prepareStatement(sql)) {
            ask.setArray(1, connection.createArrayOf("text", ids));
            ask.setArray(2, connection.createArrayOf("date", days));
            read(ask, events);
        }
        return events;
    }

    private static void read(PreparedStatement ask, Map<String, String> events)
            throws SQLException {
        try (ResultSet rows = ask.executeQuery()) {
            while (rows.next()) {
                events.put(rows.getString("id"), rows.getString("body"));
            }
        }
    }

    private static Map<String, String> events(
            Connection connection, String decisionId, LocalDate first, LocalDate last)
            throws SQLException {
        String sql = "select id, body from event where id in (?, ?) and day between ? and ?";
        Map<String, String> events = new HashMap<>();
        try (PreparedStatement ask = connection.prepareStatement(sql)) {
            ask.setString(1, decided(decisionId));
            ask.setString(2, settled(decisionId));
            ask.setObject(3, first);
            ask.setObject(4, last);
            read(ask, events);
        }
        return events;
    }

    Extent extent(Filter filter) throws SQLException {
        Filter.Condition condition = filter.condition();
        String sql = "select count(*), max(time) from call where " + condition.sql();
        try (Connection connection = database.getConnection();
                PreparedStatement ask = connection.prepareStatement(sql)) {
            condition.bind(ask);
            try (ResultSet rows = ask.executeQuery()) {
                return rows.next()
                        ? new Extent(rows.getLong(1), rows.getObject(2, OffsetDateTime.class))
                        : new Extent(0, null);
            }
        }
    }

    /**
     * All calls that match and are not newer than those of an extent, oldest first. Each page is
     * read by itself, so that however slow the taker is, no lock and no old row waits for it.
     */
    <E extends Exception> void each(Filter filter, Extent extent, Taker<E> taker)
            throws SQLException, E {
        OffsetDateTime newest = extent.newest();
        if (newest == null) {
            return;
        }
        Optional<Cursor> behind = Optional.empty();
        List<Call> page;
        do {
            Filter.Condition condition = filter.condition();
            condition.and(
                    "day <= ? and time <= ?",
                    newest.withOffsetSameInstant(ZoneOffset.UTC).toLocalDate(),
                    newest);
            page = oldest(condition, behind, PAGE);
            for (Call call : page) {
                if (holds(filter, call)) {
                    taker.take(call);
                }
                behind = Optional.of(new Cursor(call.time(), call.decisionId()));
            }
        } while (page.size() == PAGE);
    }
}
