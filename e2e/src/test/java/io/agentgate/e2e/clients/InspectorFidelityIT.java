package io.agentgate.e2e.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.e2e.Gateway;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class InspectorFidelityIT {
    @TempDir Path scratch;

    @Test
    void listedToolsAreTheSameThroughTheGateway() throws Exception {
        var server = Npm.serverEverything();

        var direct = inspect(server, "--method", "tools/list");
        var gated = inspect(Gateway.wrap(server), "--method", "tools/list");

        assertThat(direct).contains("\"trigger-long-running-operation\"");
        assertThat(gated).isEqualTo(direct);
    }

    @Test
    void calledToolAnswersTheSameThroughTheGateway() throws Exception {
        var server = Npm.serverEverything();
        var call =
                List.of("--method", "tools/call", "--tool-name", "echo", "--tool-arg", "message=hi")
                        .toArray(String[]::new);

        var direct = inspect(server, call);
        var gated = inspect(Gateway.wrap(server), call);

        assertThat(direct).contains("Echo: hi");
        assertThat(gated).isEqualTo(direct);
    }

    /** The Inspector hands its server only the variables that its command line names. */
    private String inspect(List<String> server, String... method)
            throws IOException, InterruptedException {
        var environment = new HashMap<>(Gateway.environment(scratch.resolve("home")));
        var command = new ArrayList<>(Npm.inspector("--cli", "--format", "json"));
        environment.forEach((name, value) -> command.addAll(List.of("-e", name + "=" + value)));
        command.addAll(List.of(method));
        command.add("--");
        command.addAll(server);
        environment.put("MCP_CATALOG_PATH", scratch.resolve("catalog.json").toString());
        return new Program(command, environment).run(scratch);
    }
}
