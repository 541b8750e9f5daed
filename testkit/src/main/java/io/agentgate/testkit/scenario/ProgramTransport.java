package io.agentgate.testkit.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.agentgate.protocol.JsonWriter;
import io.agentgate.testkit.http.ServeProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code agentgate serve} before a program: a client over HTTP, and a scripted server over stdio.
 */
public final class ProgramTransport implements Transport {
    private static final String BEGUN =
            """
            {"jsonrpc":"2.0","id":"handshake","result":{"protocolVersion":"2025-11-25",\
            "capabilities":{},"serverInfo":{"name":"scripted","version":"1"}}}\
            """;

    private final Launcher launcher;

    public ProgramTransport(Launcher launcher) {
        this.launcher = launcher;
    }

    @Override
    public Played play(Scenario scenario, Path scratch) throws Exception {
        Path home = Files.createDirectory(scratch.resolve("home"));
        Files.writeString(home.resolve("policy.toml"), scenario.policy());
        Path script = scratch.resolve("script");
        List<List<String>> answers = new ArrayList<>();
        answers.add(List.of(BEGUN));
        answers.addAll(scenario.answers());
        ScriptedServer.write(script, answers);
        ClientSide side = new HttpConversation(scenario);
        try (Witness witness = new Witness(side)) {
            Files.writeString(
                    home.resolve("config.toml"),
                    config(ScriptedServer.command(script, witness.port())) + scenario.configured());
            List<List<String>> heard;
            try (ServeProcess serve =
                    ServeProcess.start(
                            launcher.command(List.of("serve")), launcher.environment(home))) {
                heard = side.play(serve);
            }
            return new Played(heard, witness.seen(), launcher.audit(home));
        }
    }

    private static String config(List<String> command) {
        JsonWriter args = new JsonWriter().beginArray();
        command.subList(1, command.size()).forEach(args::value);
        return "policy_path = \"policy.toml\"\n[servers.scripted]\ncommand = "
                + new String(JsonWriter.quote(command.getFirst()), UTF_8)
                + "\nargs = "
                + new String(args.endArray().toBytes(), UTF_8)
                + "\n";
    }
}
