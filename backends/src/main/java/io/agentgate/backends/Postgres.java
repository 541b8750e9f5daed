package io.agentgate.backends;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL server, with the databases that it was started for. */
public final class Postgres implements Backend {
    private static final String USER = "postgres";
    private static final String PASSWORD = "postgres";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Scratch scratch;
    private final int port;
    private @Nullable EmbeddedPostgres server;
    private @Nullable Lifeline lifeline;

    private Postgres(Scratch scratch, int port) {
        this.scratch = scratch;
        this.port = port;
    }

    /**
     * Starts one.
     *
     * @param databases the names of those it has beside {@code postgres}
     */
    public static Postgres start(String... databases) throws IOException {
        Postgres postgres = new Postgres(Scratch.of("postgres"), FreePort.choose());
        try {
            postgres.run();
            for (String database : databases) {
                postgres.create(database);
            }
            return postgres;
        } catch (IOException | RuntimeException e) {
            postgres.close();
            throw e;
        }
    }

    private void run() throws IOException {
        Path data = scratch.at("data");
        server =
                EmbeddedPostgres.builder()
                        .setPort(port)
                        .setDataDirectory(data)
                        .setCleanDataDirectory(false)
                        .setRegisterShutdownHook(false)
                        .setServerConfig("listen_addresses", "127.0.0.1")
                        .setServerConfig("unix_socket_directories", "")
                        .setOutputRedirector(log())
                        .setErrorRedirector(log())
                        .setPGStartupWait(PATIENCE)
                        .start();
        String pid = Files.readAllLines(data.resolve("postmaster.pid")).getFirst().strip();
        lifeline = Lifeline.to(Long.parseLong(pid), "QUIT");
    }

    private ProcessBuilder.Redirect log() {
        return ProcessBuilder.Redirect.appendTo(scratch.at("postgres.log").toFile());
    }

    private void create(String database) throws IOException {
        try (Connection connection = connect(USER);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + statement.enquoteIdentifier(database, true));
        } catch (SQLException e) {
            throw new IOException("database " + database + ": " + e.getMessage(), e);
        }
    }

    /** A connection of the server's owner. */
    public Connection connect(String database) throws SQLException {
        Properties login = new Properties();
        login.setProperty("user", USER);
        login.setProperty("password", PASSWORD);
        return DriverManager.getConnection(jdbcUrl(database), login);
    }

    public int port() {
        return port;
    }

    public String user() {
        return USER;
    }

    public String password() {
        return PASSWORD;
    }

    /** The address for JDBC. */
    public String jdbcUrl(String database) {
        return "jdbc:" + url(database);
    }

    /** The address for reactive clients. */
    public String url(String database) {
        return "postgresql://127.0.0.1:" + port + "/" + database;
    }

    @Override
    public void stop() throws IOException {
        EmbeddedPostgres running = server;
        Lifeline tie = lifeline;
        server = null;
        lifeline = null;
        if (running != null) {
            running.close();
        }
        if (tie != null) {
            tie.close();
        }
    }

    @Override
    public void restart() throws IOException {
        stop();
        run();
    }

    @Override
    public void close() throws IOException {
        stop();
        scratch.close();
    }
}
