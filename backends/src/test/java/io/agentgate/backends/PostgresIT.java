package io.agentgate.backends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** A real PostgreSQL that goes away and comes back. */
@NullMarked
class PostgresIT {
    @Test
    void keepsRowsAndPortOverARestart() throws IOException, SQLException {
        try (Postgres postgres = Postgres.start("one", "other")) {
            int port = postgres.port();
            run(postgres, "CREATE TABLE kept(n int)");
            run(postgres, "INSERT INTO kept VALUES (7)");
            postgres.stop();
            assertThatThrownBy(() -> postgres.connect("one")).isInstanceOf(SQLException.class);
            postgres.restart();
            assertThat(postgres.port()).isEqualTo(port);
            assertThat(postgres.url("one")).isEqualTo("postgresql://127.0.0.1:" + port + "/one");
            try (Connection connection = postgres.connect("one");
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT n FROM kept")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getInt(1)).isEqualTo(7);
            }
        }
    }

    private static void run(Postgres postgres, String sql) throws SQLException {
        try (Connection connection = postgres.connect("one");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
