package io.agentgate.e2e.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.e2e.Gateway;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients of both eras of MCP, and servers that speak one only, through one URL. */
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class EraFidelityIT {
    @TempDir Path scratch;

    @ParameterizedTest
    @CsvSource({
        "legacy, handshake, 2025-11-25",
        "auto, handshake, 2026-07-28",
        "2026-07-28, handshake, 2026-07-28",
        "legacy, stateless, 2025-11-25",
        "auto, stateless, 2026-07-28",
        "2026-07-28, stateless, 2026-07-28",
    })
    void whateverTheErasClientsGetWhatTheServerSays(String mode, String era, String revision)
            throws Exception {
        var server = Npm.eraServer(era);
        var itsOwn = era.equals("handshake") ? "legacy" : "2026-07-28";
        var directly = session(Stream.concat(Stream.of(itsOwn, "--"), server.stream()));

        try (var serve = Served.program(scratch.resolve("home"), "eras", server)) {
            var url = serve.at("/servers/eras/mcp").toString();
            var through = session(Stream.of(mode, "--url", url));

            assertThat(through.getFirst()).isEqualTo("revision " + revision);
            assertThat(through.subList(1, through.size()))
                    .isEqualTo(directly.subList(1, directly.size()));
        }
        assertThat(directly).hasSize(10);
    }

    /** Clients that speak both eras fall back by themselves; see docs/reference/eras.md. */
    @ParameterizedTest
    @CsvSource({
        "legacy, handshake, 2025-11-25",
        "auto, handshake, 2025-11-25",
        "legacy, stateless, 2025-11-25",
        "auto, stateless, 2026-07-28",
        "2026-07-28, stateless, 2026-07-28",
    })
    void throughAPipeClientsGetWhatTheServerSays(String mode, String era, String revision)
            throws Exception {
        var server = Npm.eraServer(era);
        var itsOwn = era.equals("handshake") ? "legacy" : "2026-07-28";
        var directly = session(Stream.concat(Stream.of(itsOwn, "--"), server.stream()));
        var wrapped = Gateway.wrap(server);
        var through = session(Stream.concat(Stream.of(mode, "--"), wrapped.stream()));

        assertThat(through.getFirst()).isEqualTo("revision " + revision);
        assertThat(through.subList(1, through.size()))
                .isEqualTo(directly.subList(1, directly.size()));
        assertThat(directly).hasSize(10);
    }

    private List<String> session(Stream<String> how) throws Exception {
        var command = Npm.eraSession(how.toArray(String[]::new));
        return Program.of(command, scratch.resolve("home")).run(scratch).lines().toList();
    }
}
