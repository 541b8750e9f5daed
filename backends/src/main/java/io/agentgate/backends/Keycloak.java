package io.agentgate.backends;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A Keycloak with the realm of {@code infra/keycloak/realm.json}. */
public final class Keycloak implements Backend {
    /** The realm's name. */
    public static final String REALM = "agentgate";

    /** The administrator of the server, for its console; no person of the realm. */
    public static final String CONSOLE_USER = "admin";

    public static final String CONSOLE_PASSWORD = "admin-password";

    /** Who the dashboard-service is to the realm. */
    public static final String DASHBOARD_CLIENT = "agentgate-dashboard";

    public static final String DASHBOARD_SECRET = "agentgate-dashboard-secret-of-development";

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Scratch scratch;
    private final int port;
    private final TokenEndpoint tokens;
    private @Nullable ChildProcess server;

    private Keycloak(Scratch scratch, int port) {
        this.scratch = scratch;
        this.port = port;
        this.tokens = new TokenEndpoint(issuer(port));
    }

    public static Keycloak start() throws IOException {
        return start(FreePort.choose());
    }

    /**
     * Starts one at a port: tokens name it as their issuer.
     *
     * @param port a free one
     */
    public static Keycloak start(int port) throws IOException {
        Keycloak keycloak = new Keycloak(Scratch.of("keycloak"), port);
        try {
            KeycloakInstallation.prepared().link(keycloak.home());
            keycloak.placeRealm();
            keycloak.run();
            return keycloak;
        } catch (IOException | RuntimeException e) {
            keycloak.close();
            throw e;
        }
    }

    private Path home() {
        return scratch.at("home");
    }

    /** Where the server looks for realms when it starts; one that it has is left alone. */
    private void placeRealm() throws IOException {
        Path imports = home().resolve("data").resolve("import");
        Files.createDirectories(imports);
        try (InputStream realm = Built.open("realm.json")) {
            Files.copy(realm, imports.resolve("realm.json"));
        }
    }

    private void run() throws IOException {
        List<String> arguments =
                List.of(
                        "start",
                        "--optimized",
                        "--import-realm",
                        "--http-enabled=true",
                        "--http-host=127.0.0.1",
                        "--http-port=" + port,
                        "--hostname=http://127.0.0.1:" + port);
        ChildProcess started =
                ChildProcess.start(
                        KeycloakInstallation.command(home(), arguments),
                        Map.of(
                                "KC_BOOTSTRAP_ADMIN_USERNAME",
                                CONSOLE_USER,
                                "KC_BOOTSTRAP_ADMIN_PASSWORD",
                                CONSOLE_PASSWORD),
                        scratch.at("keycloak.log"));
        server = started;
        started.await(tokens::isThere, PATIENCE);
    }

    public int port() {
        return port;
    }

    /** What tokens name as their issuer, and where its configuration is found. */
    public String issuer() {
        return issuer(port);
    }

    private static String issuer(int port) {
        return "http://127.0.0.1:" + port + "/realms/" + REALM;
    }

    /**
     * An access token of a person, by name and password.
     *
     * @param client {@code agentgate-cli}, or {@code agentgate-short} for one of five seconds
     * @param user a name of the realm, such as {@code alice}
     */
    public String token(String client, String user) throws IOException {
        return tokens.grant(
                Map.of(
                        "grant_type",
                        "password",
                        "client_id",
                        client,
                        "username",
                        user,
                        "password",
                        password(user)));
    }

    /** The access token that any other grant gives; the parameters are those of the form. */
    public String grant(Map<String, String> parameters) throws IOException {
        return tokens.grant(parameters);
    }

    /** The password of a person of the realm. */
    public static String password(String user) {
        return user + "-password";
    }

    @Override
    public void stop() throws IOException {
        ChildProcess running = server;
        server = null;
        if (running != null) {
            running.end();
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
