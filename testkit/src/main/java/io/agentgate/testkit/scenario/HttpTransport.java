package io.agentgate.testkit.scenario;

import io.agentgate.testkit.http.ServeProcess;
import io.agentgate.testkit.scenario.ScriptedHttpServer.Shape;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code agentgate serve} in front of a scripted server, and {@code agentgate logs} behind it. */
public final class HttpTransport implements Transport {
    private final Launcher launcher;
    private final Shape shape;
    private final Eras eras;

    private HttpTransport(Launcher launcher, Shape shape, Eras eras) {
        this.launcher = launcher;
        this.shape = shape;
        this.eras = eras;
    }

    /** With a server that answers with JSON wherever one message is all there is to say. */
    public static HttpTransport json(Launcher launcher) {
        return new HttpTransport(launcher, Shape.JSON, Eras.HANDSHAKE);
    }

    /** With a server that answers with streams of events. */
    public static HttpTransport sse(Launcher launcher) {
        return new HttpTransport(launcher, Shape.STREAM, Eras.HANDSHAKE);
    }

    /** With client and server of the stateless era. */
    public static HttpTransport stateless(Launcher launcher) {
        return new HttpTransport(launcher, Shape.JSON, Eras.STATELESS);
    }

    /** With a client of the stateless era, and a server of the handshake era. */
    public static HttpTransport lifted(Launcher launcher) {
        return new HttpTransport(launcher, Shape.JSON, new BeforeHandshake());
    }

    /** With a client of the handshake era, and a server of the stateless era. */
    public static HttpTransport lowered(Launcher launcher) {
        return new HttpTransport(launcher, Shape.STREAM, BeforeStateless.overHttp());
    }

    @Override
    public @Nullable String whyNot(Scenario scenario) {
        return eras.whyNot(scenario);
    }

    @Override
    public Played play(Scenario scenario, Path scratch) throws Exception {
        Path home = Files.createDirectory(scratch.resolve("home"));
        Files.writeString(home.resolve("policy.toml"), scenario.policy());
        HttpConversation conversation = new HttpConversation(scenario, eras.words(), "");
        try (ScriptedHttpServer server =
                new ScriptedHttpServer(
                        eras.answers(scenario), shape, eras.server(), conversation::reached)) {
            List<List<String>> client;
            try (ServeProcess serve = serve(home, scenario, server.uri())) {
                client = conversation.play(serve.at("/mcp"));
                serve.tellToEnd();
                serve.exitCode();
            }
            return new Played(
                    client,
                    eras.seen(server.seen(), scenario.upstream()),
                    recorded(launcher.audit(home), scenario.audit()));
        }
    }

    private List<AuditRow> recorded(List<AuditRow> rows, List<AuditRow> expected) {
        List<AuditRow> named = new ArrayList<>(rows);
        for (int at = 0; at < Math.min(rows.size(), expected.size()); at++) {
            named.set(at, eras.recorded(rows.get(at), expected.get(at)));
        }
        return named;
    }

    private ServeProcess serve(Path home, Scenario scenario, URI server) throws Exception {
        Files.writeString(
                home.resolve("config.toml"),
                """
                policy_path = "policy.toml"
                [upstream]
                url = "%s"
                %s\
                """
                        .formatted(server, scenario.configured()));
        return ServeProcess.start(launcher.command(List.of("serve")), launcher.environment(home));
    }
}
