package io.agentgate.testkit.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A running {@code agentgate serve}. */
public final class ServeProcess implements AutoCloseable {
    private static final Pattern LISTENING =
            Pattern.compile("listening at https?://(?:\\S+):(\\d+)/mcp");

    /**
     * Few tests see one serve for long: one compiler is enough, and classes come from the cache of
     * {@code -Dagentgate.serve.aot=FILE} if there is one.
     */
    private static final String SOON_STARTED =
            "-XX:TieredStopAtLevel=1"
                    + Optional.ofNullable(System.getProperty("agentgate.serve.aot"))
                            .map(cache -> " -XX:AOTCache=" + cache)
                            .orElse("");

    private final Process process;
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Integer> port = new CompletableFuture<>();

    private ServeProcess(Process process) {
        this.process = process;
    }

    /**
     * Starts one, and waits until it listens.
     *
     * @param command the launcher, the word {@code serve} and its options, without a port
     */
    public static ServeProcess start(List<String> command, Map<String, String> environment)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.command().addAll(List.of("--port", "0"));
        builder.environment().putAll(environment);
        builder.environment()
                .merge("AGENTGATE_JAVA_OPTS", SOON_STARTED, (old, add) -> old + " " + add);
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        ServeProcess serve = new ServeProcess(builder.start());
        Thread.ofVirtual().start(serve::listen);
        serve.awaitPort();
        return serve;
    }

    private void listen() {
        try (BufferedReader words = process.errorReader()) {
            for (String line = words.readLine(); line != null; line = words.readLine()) {
                said.add(line);
                Matcher listening = LISTENING.matcher(line);
                if (listening.find()) {
                    port.complete(Integer.parseInt(listening.group(1)));
                }
            }
        } catch (IOException ended) {
            assert ended != null;
        } finally {
            port.completeExceptionally(new IllegalStateException("it ended: " + said));
        }
    }

    private int awaitPort() throws InterruptedException {
        try {
            return port.get(WireClient.PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException silent) {
            close();
            throw new IllegalStateException("serve does not listen: " + said, silent);
        }
    }

    /** The address of a path here, by the name of this machine. */
    public URI at(String path) {
        return URI.create("http://127.0.0.1:" + port.join() + path);
    }

    /** What it said on standard error so far. */
    public List<String> said() {
        return List.copyOf(said);
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** TERM. */
    public void tellToEnd() {
        // destroy() of the process would close our end of what it says, too.
        process.toHandle().destroy();
    }

    /** KILL. */
    public void kill() {
        process.destroyForcibly();
    }

    /** Waits for its end; gives the exit code. */
    public int exitCode() throws InterruptedException {
        if (!process.waitFor(WireClient.PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("serve does not end: " + said);
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
