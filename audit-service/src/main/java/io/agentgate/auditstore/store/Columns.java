package io.agentgate.auditstore.store;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a statement that takes many rows at once: an array for each column, in the
 * order in which they are added.
 */
final class Columns<R> {
    private final List<R> rows;
    private final List<Column> columns = new ArrayList<>();

    private record Column(String type, List<@Nullable Object> values) {}

    Columns(List<R> rows) {
        this.rows = rows;
    }

    Columns<R> text(Function<R, @Nullable String> value) {
        return add("text", row -> storable(value.apply(row)));
    }

    Columns<R> time(Function<R, @Nullable Instant> value) {
        return add("timestamptz", row -> offset(value.apply(row)));
    }

    Columns<R> number(Function<R, @Nullable Long> value) {
        return add("int8", value::apply);
    }

    Columns<R> decimal(Function<R, BigDecimal> value) {
        return add("numeric", value::apply);
    }

    Columns<R> flag(Function<R, Boolean> value) {
        return add("bool", value::apply);
    }

    Columns<R> day(Function<R, ?> value) {
        return add("date", value::apply);
    }

    private Columns<R> add(String type, Function<R, @Nullable Object> value) {
        List<@Nullable Object> values = new ArrayList<>(rows.size());
        rows.forEach(row -> values.add(value.apply(row)));
        columns.add(new Column(type, values));
        return this;
    }

    /** What Postgres' text cannot hold, a NUL and half a character, is replaced. */
    static @Nullable String storable(@Nullable String text) {
        if (text == null) {
            return null;
        }
        String whole = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        return whole.replace('\0', '\uFFFD');
    }

    /** The same of a text that is there. */
    static String stored(String text) {
        return Objects.requireNonNull(storable(text));
    }

    private static @Nullable OffsetDateTime offset(@Nullable Instant time) {
        return time == null ? null : time.atOffset(ZoneOffset.UTC);
    }

    /** Prepares a statement with these as its first parameters. */
    PreparedStatement prepare(Connection connection, String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            for (int i = 0; i < columns.size(); i++) {
                Column column = columns.get(i);
                Array array = connection.createArrayOf(column.type(), column.values().toArray());
                statement.setArray(i + 1, array);
            }
        } catch (SQLException unusable) {
            statement.close();
            throw unusable;
        }
        return statement;
    }
}
