package io.agentgate.testkit.scenario;

import io.agentgate.testkit.http.ServeProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code agentgate serve} before a server of HTTP+SSE: a client over Streamable HTTP, and a
 * scripted server over the transport before it.
 */
public final class SseTransport implements Transport {
    private final Launcher launcher;

    public SseTransport(Launcher launcher) {
        this.launcher = launcher;
    }

    @Override
    public Played play(Scenario scenario, Path scratch) throws Exception {
        Path home = Files.createDirectory(scratch.resolve("home"));
        Files.writeString(home.resolve("policy.toml"), scenario.policy());
        HttpConversation conversation = new HttpConversation(scenario);
        try (ScriptedSseServer server =
                new ScriptedSseServer(scenario.answers(), conversation::reached)) {
            Files.writeString(
                    home.resolve("config.toml"),
                    """
                    policy_path = "policy.toml"
                    [servers.scripted]
                    transport = "sse"
                    url = "%s"
                    %s\
                    """
                            .formatted(server.uri(), scenario.configured()));
            List<List<String>> client;
            try (ServeProcess serve =
                    ServeProcess.start(
                            launcher.command(List.of("serve")), launcher.environment(home))) {
                client = conversation.play(serve.at("/servers/scripted/mcp"));
                serve.tellToEnd();
                serve.exitCode();
            }
            return new Played(client, server.seen(), launcher.audit(home));
        }
    }
}
