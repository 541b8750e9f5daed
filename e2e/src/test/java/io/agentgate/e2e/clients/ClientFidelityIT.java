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
    void everythingLooksTheSameThroughTheGateway(String sdk) throws Exception {
        var server = Npm.serverEverything();

        var direct = record(sdk, "direct", server);
        var gated = record(sdk, "gated", Gateway.wrap(server));

        assertThat(gated).hasSameTextualContentAs(direct, UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v2", "v2-auto"})
    void filesLookTheSameThroughTheGateway(String sdk) throws Exception {
        var server = Npm.serverFilesystem(scratch.resolve("files"));

        var direct = record(sdk, "direct", server);
        var gated = record(sdk, "gated", Gateway.wrap(server));

        assertThat(gated).hasSameTextualContentAs(direct, UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v2", "v2-auto"})
    void workshopLooksTheSameThroughTheGateway(String sdk) throws Exception {
        var direct = record(sdk, "direct", Workshop.command());
        var gated = record(sdk, "gated", Gateway.wrap(Workshop.command()));

        assertThat(gated).hasSameTextualContentAs(direct, UTF_8);
    }

    /** Every session begins with the same empty directory, since paths show in the answers. */
    private Path record(String sdk, String name, List<String> server)
            throws IOException, InterruptedException {
        var directory = emptied(scratch.resolve("files"));
        var out = scratch.resolve(name + ".json");
        var session =
                new ArrayList<>(
                        Npm.session(
                                "--sdk",
                                sdk,
                                "--out",
                                out.toString(),
                                "--dir",
                                directory.toString(),
                                "--"));
        session.addAll(server);
        Program.of(session, scratch.resolve("home")).run(scratch);
        return out;
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
