package io.agentgate.auditstore;

import io.agentgate.backends.Postgres;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;

/** A real database with the service's tables, and without the service. */
public final class Database implements AutoCloseable {
    private static final String NAME = "audit";
    private static final List<String> MIGRATIONS =
            List.of(
                    "/db/migration/V1__events_and_calls.sql",
                    "/db/migration/V2__redactions.sql",
                    "/db/migration/V3__evaluations.sql",
                    "/db/migration/V4__agents_and_rules.sql",
                    "/db/migration/V5__figures.sql");

    private final Postgres postgres;

    private Database(Postgres postgres) {
        this.postgres = postgres;
    }

    /** Starts one; it has no tables before {@link #reset}. */
    public static Database start() throws IOException {
        return new Database(Postgres.start(NAME));
    }

    /** Makes all tables anew. */
    public void reset() throws IOException, SQLException {
        reset(MIGRATIONS.size());
    }

    /** Makes the tables of an earlier version anew. */
    public void reset(int version) throws IOException, SQLException {
        run("drop schema public cascade; create schema public");
        for (int step = 1; step <= version; step++) {
            migrate(step);
        }
    }

    /** Brings the tables of the version before to this one. */
    public void migrate(int version) throws IOException, SQLException {
        try (InputStream sql = Database.class.getResourceAsStream(MIGRATIONS.get(version - 1))) {
            run(new String(Objects.requireNonNull(sql).readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /** Its connections, each a new one. */
    public DataSource connections() {
        return (DataSource)
                Proxy.newProxyInstance(
                        Database.class.getClassLoader(),
                        new Class<?>[] {DataSource.class},
                        (proxy, method, arguments) -> connect());
    }

    /** A connection, to hold something by. */
    public Connection connect() throws SQLException {
        return postgres.connect(NAME);
    }

    /** Runs a statement by itself. */
    public void run(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The only value of the only row. */
    public String ask(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? String.valueOf(row.getString(1)) : "nothing";
        }
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
