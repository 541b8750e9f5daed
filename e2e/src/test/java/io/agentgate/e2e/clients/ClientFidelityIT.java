package io.agentgate.e2e.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.e2e.Gateway;
import io.agentgate.e2e.Workshop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions mostly wait for their servers' timers, hence several at a time. */
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class ClientFidelityIT {
    @TempDir Path scratch;

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v2", "v2-auto"})
    void everythingIsTheSameThroughTheGateway(String sdk) throws Exception {
        bothWays(sdk, marked(Npm.serverEverything(), "stdio"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v2", "v2-auto"})
    void filesAreTheSameThroughTheGateway(String sdk) throws Exception {
        bothWays(sdk, Npm.serverFilesystem(scratch.resolve("files")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v2", "v2-auto"})
    void workshopIsTheSameThroughTheGateway(String sdk) throws Exception {
        bothWays(sdk, markedJvm(Workshop.command()));
    }

    /**
     * The client speaks Streamable HTTP with the gateway, which starts the server. One that looks
     * for the stateless era finds it at the gateway: see {@link EraFidelityIT}.
     */
    @ParameterizedTest
    @ValueSource(strings = {"v1", "v2"})
    void everythingIsTheSameOverHttpThroughTheGateway(String sdk) throws Exception {
        var server = marked(Npm.serverEverything(), "stdio");
        var receivedDirectly = scratch.resolve("received-directly.json");
        var receivedThrough = scratch.resolve("received-through.json");
        play(sdk, receivedDirectly, Stream.concat(Stream.of("--unordered"), running(server)));

        try (var serve = Served.program(scratch.resolve("home"), "everything", server)) {
            var url = serve.at("/servers/everything/mcp").toString();
            play(sdk, receivedThrough, Stream.of("--unordered", "--url", url));
        }

        assertThat(receivedThrough)
                .as("what the client received")
                .hasSameTextualContentAs(receivedDirectly, UTF_8);
        assertThat(leftovers()).as("processes that outlive their session").isEmpty();
    }

    private void bothWays(String sdk, List<String> server) throws Exception {
        var sentDirectly = scratch.resolve("sent-directly.log");
        var sentThrough = scratch.resolve("sent-through.log");
        var receivedDirectly = scratch.resolve("received-directly.json");
        var receivedThrough = scratch.resolve("received-through.json");

        play(sdk, receivedDirectly, running(Npm.tapped(sentDirectly, server)));
        play(sdk, receivedThrough, running(Gateway.wrap(Npm.tapped(sentThrough, server))));

        assertThat(receivedThrough)
                .as("what the client received")
                .hasSameTextualContentAs(receivedDirectly, UTF_8);
        assertThat(sentThrough)
                .as("what the server received")
                .hasSameTextualContentAs(sentDirectly, UTF_8);
        assertThat(leftovers()).as("processes that outlive their session").isEmpty();
    }

    /** These servers ignore further arguments; this one lets {@link #leftovers} know them. */
    private List<String> marked(List<String> server, String... arguments) {
        var command = new ArrayList<>(server);
        command.addAll(List.of(arguments));
        command.add(scratch.toString());
        return command;
    }

    /** The same for a program of Java's that takes no further argument. */
    private List<String> markedJvm(List<String> server) {
        var command = new ArrayList<>(server);
        command.add(1, "-Dmark=" + scratch);
        return command;
    }

    /** Whatever still runs with this test's directory on its command line; it is ended here. */
    private List<String> leftovers() throws Exception {
        var left = new ArrayList<String>();
        for (var process : ProcessHandle.allProcesses().toList()) {
            var command = process.info().commandLine().orElse("");
            if (command.contains(scratch.toString()) && !endsInTime(process)) {
                left.add(command);
                process.destroyForcibly();
            }
        }
        return left;
    }

    private static boolean endsInTime(ProcessHandle process) throws Exception {
        try {
            process.onExit().get(10, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException stillThere) {
            return false;
        }
    }

    private static Stream<String> running(List<String> server) {
        return Stream.concat(Stream.of("--"), server.stream());
    }

    /** Every session begins with the same empty directory, since paths show in the answers. */
    private void play(String sdk, Path out, Stream<String> how)
            throws IOException, InterruptedException {
        var directory = emptied(scratch.resolve("files"));
        var session = new ArrayList<>(Npm.session("--sdk", sdk, "--out", out.toString()));
        session.addAll(List.of("--dir", directory.toString()));
        how.forEach(session::add);
        Program.of(session, scratch.resolve("home")).run(scratch);
    }

    private static Path emptied(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (var below = Files.walk(directory)) {
                for (var path : below.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
        return Files.createDirectory(directory);
    }
}
