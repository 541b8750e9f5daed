package io.agentgate.testkit.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.agentgate.protocol.JsonCursor;
import io.agentgate.protocol.JsonCursor.Token;
import io.agentgate.protocol.Span;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The program {@code agentgate}, and what it tells of a home.
 *
 * @param path where it lies
 * @param environment what every process gets, without {@code AGENTGATE_HOME}
 */
public record Launcher(String path, Map<String, String> environment) {
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

    /** Runs it with some words. */
    Process start(Path home, List<String> words) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command(words)).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment(home));
        Process process = builder.start();
        // A process that hangs is ended, and what it did not say fails the scenario.
        CompletableFuture.delayedExecutor(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .execute(process::destroyForcibly);
        return process;
    }

    List<String> command(List<String> words) {
        List<String> command = new ArrayList<>(List.of(path));
        command.addAll(words);
        return command;
    }

    Map<String, String> environment(Path home) {
        Map<String, String> all = new HashMap<>(environment);
        all.put("AGENTGATE_HOME", home.toString());
        return all;
    }

    /** The recorded calls, oldest first. */
    List<AuditRow> audit(Path home) throws Exception {
        Process logs = start(home, List.of("logs", "--jsonl"));
        logs.getOutputStream().close();
        List<Map<String, @Nullable String>> calls = new ArrayList<>();
        try (BufferedReader out = logs.inputReader(UTF_8)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                calls.add(members(line));
            }
        }
        logs.waitFor();
        calls.sort(Comparator.comparingInt(Launcher::number));
        return calls.stream().map(Launcher::row).toList();
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
