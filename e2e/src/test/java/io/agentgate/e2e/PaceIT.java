package io.agentgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How fast an agent may call a tool, as the command line says. */
@Timeout(60)
class PaceIT {
    private static final String INITIALIZE =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":"
                + "\"2025-06-18\",\"capabilities\":{},\"clientInfo\":{\"name\":\"t\","
                + "\"version\":\"1\"}}}";

    @TempDir private Path home = Path.of("");

    @Test
    void everyToolHasItsOwnPace() {
        try (var session =
                RawSession.wrap(home, List.of("--rps", "0.001", "--burst=1"), Workshop.command())) {
            session.send(INITIALIZE);
            session.next();
            session.send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
            session.call(2, "list_files", "{}");
            assertThat(session.next()).contains("\"result\"");

            session.call(3, "list_files", "{}");
            assertThat(session.next())
                    .contains("\"code\":429")
                    .contains("Rate of calls of this tool by this agent reached: wait ");

            session.call(4, "read_file", "{\"path\":\"nowhere\"}");
            assertThat(session.next()).doesNotContain("\"code\":429");
        }
    }
}
