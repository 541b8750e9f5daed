package io.agentgate.e2e;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/**
 * The scripted server is a small upstream that knows as much JSON as its tests send: ids, and call
 * ids of letters, digits and dashes.
 */
public final class ScriptedServer {
    private static final Pattern ID = Pattern.compile("\"id\":(\"[^\"]*\"|\\d+)");
    private static final Pattern CALL = Pattern.compile("\"call\":\"([\\w-]+)\"");
    private static final int WORKERS = 4;
    private static final int MOST_NANOS_OF_WORK = 3_000_000;

    private final OutputStream out;

    private ScriptedServer() {
        out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16);
    }

    /** Answers every request with an empty result. */
    static List<String> answering() {
        return command("answering");
    }

    /** Answers every request but calls. */
    public static List<String> hanging() {
        return command("hanging");
    }

    /** Writes the id of every executed call to a file before it answers; several calls at once. */
    static List<String> withLedger(Path ledger) {
        return command("ledger", ledger.toString());
    }

    /** Answers calls in groups, each group in another order than they came. */
    static List<String> shuffling(int group) {
        return command("shuffling", Integer.toString(group));
    }

    /** Sends many numbered notifications at once, then answers requests. */
    static List<String> flooding(int notifications) {
        return command("flooding", Integer.toString(notifications));
    }

    /** Sends many messages that are due an error before it reads anything, then answers. */
    static List<String> deafWhileWrong(int messages) {
        return command("deaf-while-wrong", Integer.toString(messages));
    }

    private static List<String> command(String... words) {
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-Xmx128m",
                                "-Xlog:disable",
                                "-Xlog:all=error:stderr",
                                "-cp",
                                classes().toString(),
                                ScriptedServer.class.getName()));
        command.addAll(List.of(words));
        return List.copyOf(command);
    }

    private static Path classes() {
        return Gateway.fileInRepository("e2e/target/test-classes");
    }

    /** Runs as its first word says. */
    public static void main(String[] words) throws IOException {
        var server = new ScriptedServer();
        switch (words[0]) {
            case "answering" -> server.answerAll();
            case "hanging" -> server.answerAllBut("tools/call");
            case "ledger" -> server.keepLedger(Path.of(words[1]));
            case "shuffling" -> server.shuffle(Integer.parseInt(words[1]));
            case "flooding" -> server.flood(Integer.parseInt(words[1]));
            case "deaf-while-wrong" -> server.beWrong(Integer.parseInt(words[1]));
            default -> throw new IllegalArgumentException(words[0]);
        }
    }

    private void answerAll() throws IOException {
        answerAllBut("no method");
    }

    private void answerAllBut(String method) throws IOException {
        var in = input();
        for (var line = in.readLine(); line != null; line = in.readLine()) {
            var id = ID.matcher(line);
            if (id.find() && !line.contains(method)) {
                answer(id.group(1));
            }
        }
    }

    private void keepLedger(Path ledger) throws IOException {
        var in = input();
        try (var file = new FileOutputStream(ledger.toFile(), true);
                var workers = Executors.newFixedThreadPool(WORKERS)) {
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                var id = ID.matcher(line);
                var call = CALL.matcher(line);
                if (id.find() && call.find()) {
                    workers.execute(() -> execute(file, call.group(1), id.group(1)));
                } else if (id.find(0)) {
                    answer(id.group(1));
                }
            }
        }
    }

    private void execute(FileOutputStream ledger, String call, String id) {
        LockSupport.parkNanos(Math.floorMod(call.hashCode() * 0x9E3779B1, MOST_NANOS_OF_WORK));
        try {
            ledger.write((call + "\n").getBytes(StandardCharsets.UTF_8));
            answer(id);
        } catch (IOException gatewayGone) {
            Runtime.getRuntime().halt(1);
        }
    }

    private void shuffle(int group) throws IOException {
        var in = input();
        List<String> waiting = new ArrayList<>();
        for (var line = in.readLine(); line != null; line = in.readLine()) {
            var id = ID.matcher(line);
            if (id.find()) {
                waiting.add(id.group(1));
            }
            if (waiting.size() == group) {
                Collections.shuffle(waiting, new Random(group));
                for (var one : waiting) {
                    answer(one);
                }
                waiting.clear();
            }
        }
    }

    private void flood(int notifications) throws IOException {
        for (int number = 0; number < notifications; number++) {
            write(
                    "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"level\":\"info\",\"data\":"
                            + number
                            + "}}");
        }
        answerAll();
    }

    private void beWrong(int messages) throws IOException {
        for (int number = 0; number < messages; number++) {
            write("[" + number + "]");
        }
        answerAll();
    }

    private void answer(String id) throws IOException {
        write("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":{\"content\":[]}}");
    }

    private synchronized void write(String line) throws IOException {
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static BufferedReader input() {
        return new BufferedReader(
                new InputStreamReader(
                        new FileInputStream(FileDescriptor.in), StandardCharsets.UTF_8));
    }
}
