package io.agentgate.e2e.clients;

import io.agentgate.e2e.Gateway;
import io.agentgate.testkit.http.ServeProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A server that clients reach over HTTP, through a gateway. */
final class Served {
    private Served() {}

    /**
     * Starts a gateway that starts the server for each session, and finds it at {@code
     * /servers/NAME/mcp}.
     */
    static ServeProcess program(Path home, String name, List<String> server) throws Exception {
        var command = server.stream().map(word -> "'" + word + "'").toList();
        Files.writeString(
                Files.createDirectories(home).resolve("config.toml"),
                "[servers.%s]\ncommand = %s\nargs = [%s]\n"
                        .formatted(
                                name,
                                command.getFirst(),
                                String.join(", ", command.subList(1, command.size()))));
        return ServeProcess.start(
                new ArrayList<>(Gateway.command(List.of("serve"))), Gateway.environment(home));
    }
}
