package io.agentgate.testkit.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.agentgate.protocol.JsonCursor;
import io.agentgate.protocol.JsonCursor.Token;
import io.agentgate.protocol.Span;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** {@code agentgate wrap} in front of a scripted server, and {@code agentgate logs} behind it. */
public final class StdioTransport implements Transport {
    private static final long PATIENCE_SECONDS = 60;

    private static final Map<String, String> MEMBER_OF_LOG =
            Map.of(
                    "tool", "tool_name",
                    "status", "status",
                    "rule", "policy_hit",
                    "reason", "reason",
                    "arguments", "arguments",
                    "result", "result",
                    "request", "request_id");

    private final String launcher;
    private final Map<String, String> environment;

    /**
     * @param environment what every process gets, without {@code AGENTGATE_HOME}
     */
    public StdioTransport(String launcher, Map<String, String> environment) {
        this.launcher = launcher;
        this.environment = environment;
    }

    @Override
    public Played play(Scenario scenario, Path scratch) throws Exception {
        Path home = Files.createDirectory(scratch.resolve("home"));
        Path script = scratch.resolve("script");
        Path seen = scratch.resolve("seen");
        Files.writeString(home.resolve("policy.toml"), scenario.policy());
        Files.writeString(home.resolve("config.toml"), "policy_path = \"policy.toml\"\n");
        ScriptedServer.write(script, scenario.answers());

        List<String> command = new ArrayList<>(List.of(launcher, "wrap", "--"));
        command.addAll(ScriptedServer.command(script, seen));
        List<List<String>> client = converse(scenario, start(command, home));
        return new Played(client, Files.readAllLines(seen), audit(home));
    }

    private Process start(List<String> command, Path home) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        builder.environment().put("AGENTGATE_HOME", home.toString());
        Process process = builder.start();
        // A process that hangs is ended, and what it did not say fails the scenario.
        CompletableFuture.delayedExecutor(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .execute(process::destroyForcibly);
        return process;
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

    private List<AuditRow> audit(Path home) throws Exception {
        Process logs = start(List.of(launcher, "logs", "--jsonl"), home);
        logs.getOutputStream().close();
        List<Map<String, @Nullable String>> calls = new ArrayList<>();
        try (BufferedReader out = logs.inputReader(UTF_8)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                calls.add(members(line));
            }
        }
        logs.waitFor();
        calls.sort(Comparator.comparingInt(StdioTransport::number));
        return calls.stream().map(StdioTransport::row).toList();
    }

    private static int number(Map<String, @Nullable String> call) {
        String id = String.valueOf(call.get("id"));
        return Integer.parseInt(id.substring(id.lastIndexOf('-') + 1));
    }

    private static AuditRow row(Map<String, @Nullable String> call) {
        Map<String, @Nullable String> row = new LinkedHashMap<>();
        for (String name : AuditRow.NAMES) {
            row.put(name, call.get(MEMBER_OF_LOG.get(name)));
        }
        return new AuditRow(row);
    }

    /** The members of an object: strings decoded, null as null, all else as it is spelled. */
    private static Map<String, @Nullable String> members(String json) {
        byte[] bytes = json.getBytes(UTF_8);
        Map<String, @Nullable String> members = new LinkedHashMap<>();
        JsonCursor cursor = new JsonCursor(bytes);
        cursor.next();
        while (cursor.next() == Token.NAME) {
            String name = cursor.text();
            switch (cursor.next()) {
                case STRING -> members.put(name, cursor.text());
                case NULL -> members.put(name, null);
                case BEGIN_OBJECT, BEGIN_ARRAY, NUMBER, TRUE, FALSE -> {
                    Span span = cursor.restOfValue();
                    members.put(
                            name,
                            new String(Arrays.copyOfRange(bytes, span.start(), span.end()), UTF_8));
                }
                case NAME, END_OBJECT, END_ARRAY, END ->
                        throw new IllegalStateException("not a record: " + json);
            }
        }
        return members;
    }
}
