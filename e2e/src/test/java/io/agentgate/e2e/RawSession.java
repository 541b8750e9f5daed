package io.agentgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A raw session is a process and the lines that go in and out of it, whatever they are. Nothing is
 * read from its standard output before somebody asks for it. When it is closed, no process of its
 * home is left.
 */
final class RawSession implements AutoCloseable {
    private static final String END = "\0end";

    private final Path home;
    private final Process process;
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final List<String> said = Collections.synchronizedList(new ArrayList<>());
    private @Nullable Thread reader;

    private RawSession(Path home, Process process) {
        this.home = home;
        this.process = process;
        Thread.ofVirtual().start(() -> forEachLine(process.getErrorStream(), said::add));
    }

    /** Starts a server behind the gateway, with options of the gateway. */
    static RawSession wrap(Path home, List<String> options, List<String> server) {
        return start(home, Gateway.wrap(options, server));
    }

    /** Starts a server behind the gateway. */
    static RawSession wrap(Path home, List<String> server) {
        return wrap(home, List.of(), server);
    }

    static RawSession start(Path home, List<String> command) {
        return start(home, command, Map.of(), home);
    }

    static RawSession start(
            Path home, List<String> command, Map<String, String> environment, Path directory) {
        var builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().putAll(Gateway.environment(home));
        builder.environment().putAll(environment);
        try {
            return new RawSession(home, builder.start());
        } catch (IOException notStarted) {
            throw new UncheckedIOException(notStarted);
        }
    }

    long pid() {
        return process.pid();
    }

    /** Writes a line as it is. */
    void send(String line) {
        try {
            sendRaw(line + "\n");
        } catch (IOException closed) {
            throw new UncheckedIOException(String.join("\n", said()), closed);
        }
    }

    void sendRaw(String text) throws IOException {
        process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /** Calls a tool, with an object of arguments. */
    void call(int id, String tool, String arguments) {
        send(
                "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"tools/call\",\"params\":{\"name\":\"%s\",\"arguments\":%s}}"
                        .formatted(id, tool, arguments));
    }

    /** The next line; null at the end. */
    @Nullable String nextOrEnd() {
        if (reader == null) {
            reader =
                    Thread.ofVirtual()
                            .start(
                                    () -> {
                                        forEachLine(process.getInputStream(), received::add);
                                        received.add(END);
                                    });
        }
        try {
            var next = received.poll(Eventually.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(next).as(() -> "a line in time; standard error: " + said()).isNotNull();
            return END.equals(next) ? null : next;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting", interrupted);
        }
    }

    String next() {
        var next = nextOrEnd();
        if (next == null) {
            throw new AssertionError("ended with " + exitCode() + ": " + said());
        }
        return next;
    }

    /** All lines that still come. */
    List<String> rest() {
        List<String> lines = new ArrayList<>();
        for (var next = nextOrEnd(); next != null; next = nextOrEnd()) {
            lines.add(next);
        }
        return lines;
    }

    /** What came on standard error. */
    List<String> said() {
        synchronized (said) {
            return List.copyOf(said);
        }
    }

    void awaitSaid(String text) {
        Eventually.holds(
                "`" + text + "` on standard error",
                () -> said().stream().anyMatch(line -> line.contains(text)));
    }

    void endInput() {
        try {
            process.getOutputStream().close();
        } catch (IOException alreadyClosed) {
            throw new UncheckedIOException(alreadyClosed);
        }
    }

    /** Closes the end from which we read. */
    void stopReading() {
        try {
            process.getInputStream().close();
        } catch (IOException alreadyClosed) {
            throw new UncheckedIOException(alreadyClosed);
        }
    }

    void signal(String name) {
        var kill = Gateway.run(home, List.of("kill", "-s", name, Long.toString(pid())));
        assertThat(kill.exitCode()).as(kill.err()).isZero();
    }

    /** SIGKILL, at once and without another process. */
    void kill() {
        process.destroyForcibly();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    int exitCode() {
        try {
            assertThat(process.waitFor(Eventually.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as(() -> "ends in time; standard error: " + said())
                    .isTrue();
            return process.exitValue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting", interrupted);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        HomeProcesses.end(home);
    }

    private static void forEachLine(InputStream stream, Consumer<String> consumer) {
        try (var lines =
                new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                consumer.accept(line);
            }
        } catch (IOException ended) {
            // The stream ends with its process or with the test.
            assert ended != null;
        }
    }
}
