package io.agentgate.e2e.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.e2e.Eventually;
import io.agentgate.e2e.Gateway;
import io.agentgate.e2e.RecordedCalls;
import io.agentgate.testkit.http.ServeProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A scene is a gateway between callers and a server.
 *
 * @param home the gateway's
 */
public record Scene(Path home, McpServer server, ServeProcess serve) implements AutoCloseable {
    private static final String METADATA = "metadata = { name = 'scene', version = '1' }\n";

    /** One with these rules. */
    public static Scene open(Path directory, String rules, String... options) throws Exception {
        return open(directory, rules, Map.of(), options);
    }

    public static Scene open(
            Path directory, String rules, Map<String, String> variables, String... options)
            throws Exception {
        return open(directory, new McpServer(), rules, variables, options);
    }

    public static Scene open(
            Path directory,
            McpServer server,
            String rules,
            Map<String, String> variables,
            String... options)
            throws Exception {
        var home = Files.createDirectories(directory.resolve("home"));
        var policy = Files.writeString(directory.resolve("policy.toml"), METADATA + rules);
        var words = new ArrayList<>(List.of("serve", "--policy", policy.toString()));
        words.addAll(List.of("--upstream", server.uri().toString()));
        words.addAll(List.of(options));
        var environment = new HashMap<>(Gateway.environment(home));
        environment.putAll(variables);
        return new Scene(
                home,
                server,
                ServeProcess.start(new ArrayList<>(Gateway.command(words)), environment));
    }

    /** A caller without a session. */
    public Caller caller(String... headers) {
        return new Caller(serve.at("/"), headers);
    }

    /** Waits until the calls of a tool are recorded with these statuses, oldest first. */
    public void awaitRecorded(String tool, String... statuses) {
        Eventually.equal(List.of(statuses), () -> statuses(tool));
    }

    private List<String> statuses(String tool) {
        try {
            return RecordedCalls.in(home.resolve("agentgate.db")).stream()
                    .filter(row -> row.tool().equals(tool))
                    .map(RecordedCalls.Row::status)
                    .toList();
        } catch (IllegalStateException tablesAreBeingMade) {
            return List.of();
        }
    }

    /** Ends the gateway as its users do. */
    public void end() throws InterruptedException {
        serve.tellToEnd();
        assertThat(serve.exitCode()).as(() -> String.join("\n", serve.said())).isZero();
    }

    @Override
    public void close() throws IOException {
        serve.close();
        server.close();
    }
}
