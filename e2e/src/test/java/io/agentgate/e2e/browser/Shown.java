package io.agentgate.e2e.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agentgate.e2e.Eventually;
import io.agentgate.e2e.http.Caller;
import io.agentgate.e2e.http.Scene;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A running gateway with a dashboard, and an agent that calls through it.
 *
 * @param url of the dashboard, with a slash at its end
 */
record Shown(Scene scene, String url, String token, Caller agent) implements AutoCloseable {

    static Shown open(Path directory, String rules) throws Exception {
        Scene scene =
                Scene.open(
                        directory,
                        rules,
                        Map.of("AGENTGATE_DASHBOARD", "on"),
                        "--dashboard-port",
                        "0");
        Path note = scene.home().resolve("run/dashboard.json");
        Eventually.holds("the dashboard runs", () -> Files.exists(note));
        JsonNode said = new ObjectMapper().readTree(Files.readString(note));
        return new Shown(
                scene,
                said.get("url").textValue(),
                said.get("token").textValue(),
                scene.caller().inSession());
    }

    /** Calls a tool, whatever becomes of it; gives what the agent reads. */
    String call(String tool) throws IOException {
        return agent.post(Caller.call(1, tool)).body();
    }

    /** Calls a tool with arguments, as JSON. */
    String call(String tool, String arguments) throws IOException {
        return agent.post(
                        """
                        {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"%s","arguments":%s}}\
                        """
                                .formatted(tool, arguments))
                .body();
    }

    /** The policy that is in force. */
    Path policy() {
        return scene.home().resolveSibling("policy.toml");
    }

    @Override
    public void close() throws IOException {
        scene.close();
    }
}
