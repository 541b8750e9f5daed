package io.agentgate.testkit.scenario;

import io.agentgate.testkit.http.ServeProcess;
import io.agentgate.testkit.scenario.ScriptedHttpServer.Shape;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code agentgate serve} in front of a scripted server, and {@code agentgate logs} behind it. */
public final class HttpTransport implements Transport {
    private final Launcher launcher;
    private final Shape shape;

    private HttpTransport(Launcher launcher, Shape shape) {
        this.launcher = launcher;
        this.shape = shape;
    }

    /** With a server that answers with JSON wherever one message is all there is to say. */
    public static HttpTransport json(Launcher launcher) {
        return new HttpTransport(launcher, Shape.JSON);
    }

    /** With a server that answers with streams of events. */
    public static HttpTransport sse(Launcher launcher) {
        return new HttpTransport(launcher, Shape.STREAM);
    }

    @Override
    public Played play(Scenario scenario, Path scratch) throws Exception {
        Path home = Files.createDirectory(scratch.resolve("home"));
        Path policy = Files.writeString(scratch.resolve("policy.toml"), scenario.policy());
        HttpConversation conversation = new HttpConversation(scenario);
        try (ScriptedHttpServer server =
                new ScriptedHttpServer(scenario.answers(), shape, conversation::reached)) {
            List<List<String>> client;
            try (ServeProcess serve = serve(home, policy, server.uri())) {
                client = conversation.play(serve.at("/mcp"));
                serve.tellToEnd();
                serve.exitCode();
            }
            return new Played(client, server.seen(), launcher.audit(home));
        }
    }

    private ServeProcess serve(Path home, Path policy, URI server) throws Exception {
        return ServeProcess.start(
                launcher.command(
                        List.of(
                                "serve",
                                "--upstream",
                                server.toString(),
                                "--policy",
                                policy.toString())),
                launcher.environment(home));
    }
}
