package io.agentgate.testkit.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code agentgate wrap} in front of a scripted server, and {@code agentgate logs} behind it. */
public final class StdioTransport implements Transport {
    private final Launcher launcher;

    public StdioTransport(Launcher launcher) {
        this.launcher = launcher;
    }

    @Override
    public Played play(Scenario scenario, Path scratch) throws Exception {
        Path home = Files.createDirectory(scratch.resolve("home"));
        Path script = scratch.resolve("script");
        Path seen = scratch.resolve("seen");
        Files.writeString(home.resolve("policy.toml"), scenario.policy());
        Files.writeString(home.resolve("config.toml"), "policy_path = \"policy.toml\"\n");
        ScriptedServer.write(script, scenario.answers());

        List<String> words = new ArrayList<>(List.of("wrap", "--"));
        words.addAll(ScriptedServer.command(script, seen.toString()));
        List<List<String>> client = converse(scenario, launcher.start(home, words));
        return new Played(client, Files.readAllLines(seen), launcher.audit(home));
    }

    private static List<List<String>> converse(Scenario scenario, Process gateway)
            throws Exception {
        List<List<String>> client = new ArrayList<>();
        try (BufferedReader out = gateway.inputReader(UTF_8)) {
            try (OutputStream in = gateway.getOutputStream()) {
                for (int at = 0; at < scenario.messages().size(); at++) {
                    in.write((scenario.messages().get(at) + "\n").getBytes(UTF_8));
                    in.flush();
                    client.add(lines(out, scenario.client().get(at).size()));
                }
            }
            client.getLast().addAll(lines(out, Integer.MAX_VALUE));
        }
        gateway.waitFor();
        return client;
    }

    private static List<String> lines(BufferedReader out, int most) throws IOException {
        List<String> lines = new ArrayList<>();
        while (lines.size() < most) {
            String line = out.readLine();
            if (line == null) {
                break;
            }
            lines.add(line);
        }
        return lines;
    }
}
