package io.agentgate.cli.connect;

import io.agentgate.cli.clients.Client;
import io.agentgate.cli.clients.ClientPlaces;
import io.agentgate.cli.clients.Machine;
import io.agentgate.cli.clients.OperatingSystem;
import io.agentgate.cli.installation.Home;
import io.agentgate.cli.terminal.CommandException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A machine in a directory of a test, with clients and their files. */
final class Fixture {
    static final String LAUNCHER = "/opt/agentgate/agentgate";
    static final List<String> SERVER = List.of("npx", "-y", "server-files", "/srv/a b");

    private final Path directory;
    private Instant now = Instant.parse("2026-11-26T10:00:00Z");
    private StringWriter said = new StringWriter();

    Fixture(Path directory) {
        this.directory = directory;
    }

    Machine machine() {
        return new Machine(
                Map.of(),
                OperatingSystem.LINUX,
                directory.resolve("me"),
                directory.resolve("project"),
                new Home(directory.resolve("me/.agentgate")),
                LAUNCHER);
    }

    Path file(Client client) {
        return new ClientPlaces(machine()).file(client);
    }

    Path backups(Client client) {
        return directory.resolve("me/.agentgate/backups").resolve(client.word());
    }

    static byte[] sample(Client client) throws IOException {
        String name = client.word() + (client.writesToml() ? ".toml" : ".json");
        try (InputStream in = Fixture.class.getResourceAsStream("/clients/" + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }

    /** Installs a client, with its sample file. */
    Path install(Client client) throws IOException {
        return install(client, sample(client));
    }

    Path install(Client client, byte @Nullable [] bytes) throws IOException {
        Files.createDirectories(new ClientPlaces(machine()).directory(client));
        Path file = file(client);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        if (bytes != null) {
            Files.write(file, bytes);
        }
        return file;
    }

    Connect connect() {
        said = new StringWriter();
        now = now.plusSeconds(1);
        return new Connect(machine(), () -> now, new PrintWriter(said, true));
    }

    String said() {
        return said.toString();
    }

    /** Connects in the way that a client takes. */
    int connect(Client client) throws CommandException {
        return connect().run(order(client));
    }

    int undo(Client client) throws CommandException {
        return connect().undo(client, new ConnectOrder.Place(false, null), false);
    }

    static ConnectOrder order(Client client) {
        return order(client, client == Client.CLAUDE_DESKTOP ? SERVER : List.of());
    }

    static ConnectOrder order(Client client, List<String> command) {
        return new ConnectOrder(
                client,
                "agentgate",
                new ConnectOrder.Place(false, null),
                new ConnectOrder.Way(null, null, command),
                new ConnectOrder.Consent(false, false, false));
    }

    static ConnectOrder withConsent(
            ConnectOrder order, boolean dryRun, boolean replace, boolean force) {
        return new ConnectOrder(
                order.client(),
                order.name(),
                order.place(),
                order.way(),
                new ConnectOrder.Consent(dryRun, replace, force));
    }

    static ConnectOrder withKey(ConnectOrder order, String variable) {
        return new ConnectOrder(
                order.client(),
                order.name(),
                order.place(),
                new ConnectOrder.Way(null, variable, order.way().command()),
                order.consent());
    }
}
