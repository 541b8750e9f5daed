package io.agentgate.testkit.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code agentgate wrap} in front of a scripted server, and {@code agentgate logs} behind it. */
public final class StdioTransport implements Transport {
    /** How a program of the stateless era answers the handshake, and what it is asked then. */
    private static final List<List<String>> REFUSING =
            List.of(
                    List.of(
                            """
                            {"jsonrpc":"2.0","id":<id>,"error":{"code":-32601,\
                            "message":"not spoken here"}}\
                            """),
                    List.of(
                            """
                            {"jsonrpc":"2.0","id":<id>,"result":{"resultType":"complete",\
                            "supportedVersions":["2026-07-28"],"capabilities":{},"ttlMs":0,\
                            "cacheScope":"private"}}\
                            """));

    private final Launcher launcher;
    private final Eras eras;

    /** What the server says upon what is not part of a scenario; empty if nothing is. */
    private final List<List<String>> opening;

    private StdioTransport(Launcher launcher, Eras eras, List<List<String>> opening) {
        this.launcher = launcher;
        this.eras = eras;
        this.opening = opening;
    }

    /** With client and server of the handshake era. */
    public static StdioTransport handshake(Launcher launcher) {
        return new StdioTransport(launcher, Eras.HANDSHAKE, List.of());
    }

    /** With a client of the handshake era, and a server of the stateless era. */
    public static StdioTransport lowered(Launcher launcher) {
        return new StdioTransport(launcher, BeforeStateless.overPipe(), REFUSING);
    }

    @Override
    public @Nullable String whyNot(Scenario scenario) {
        return eras.whyNot(scenario);
    }

    @Override
    public Played play(Scenario scenario, Path scratch) throws Exception {
        Path home = Files.createDirectory(scratch.resolve("home"));
        Path script = scratch.resolve("script");
        Path seen = scratch.resolve("seen");
        Files.writeString(home.resolve("policy.toml"), scenario.policy());
        Files.writeString(home.resolve("config.toml"), "policy_path = \"policy.toml\"\n");
        List<List<String>> answers = new ArrayList<>(opening);
        answers.addAll(eras.answers(scenario));
        ScriptedServer.write(script, answers);

        List<String> words = new ArrayList<>(List.of("wrap"));
        if (scenario.validated()) {
            words.add("--validate-arguments");
        }
        words.add("--");
        words.addAll(ScriptedServer.command(script, seen.toString()));
        List<List<String>> client = converse(scenario, launcher.start(home, words));
        List<String> got = Files.readAllLines(seen);
        return new Played(
                client,
                eras.seen(got.subList(opening.size(), got.size()), scenario.upstream()),
                launcher.audit(home));
    }

    private List<List<String>> converse(Scenario scenario, Process gateway) throws Exception {
        List<List<String>> client = new ArrayList<>();
        try (BufferedReader out = gateway.inputReader(UTF_8)) {
            try (OutputStream in = gateway.getOutputStream()) {
                begin(in, out);
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

    private void begin(OutputStream in, BufferedReader out) throws IOException {
        if (!opening.isEmpty()) {
            in.write((HttpConversation.INITIALIZE + "\n").getBytes(UTF_8));
            in.flush();
            String begun = out.readLine();
            assert begun != null && begun.contains("protocolVersion") : begun;
        }
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
