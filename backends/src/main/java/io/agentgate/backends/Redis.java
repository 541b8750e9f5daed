package io.agentgate.backends;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import redis.embedded.core.ExecutableProvider;

/** A Redis server: the machine's own if it has one, else that of an artifact. */
public final class Redis implements Backend {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int ANSWER_MILLIS = 500;

    private final Scratch scratch;
    private final Path executable;
    private final int port;
    private @Nullable ChildProcess server;

    private Redis(Scratch scratch, Path executable, int port) {
        this.scratch = scratch;
        this.executable = executable;
        this.port = port;
    }

    public static Redis start() throws IOException {
        Scratch scratch = Scratch.of("redis");
        try {
            Redis redis = new Redis(scratch, executable(scratch), FreePort.choose());
            redis.run();
            return redis;
        } catch (IOException | RuntimeException e) {
            scratch.close();
            throw e;
        }
    }

    private static Path executable(Scratch scratch) throws IOException {
        try {
            return ExecutableProvider.newExecutableInPath("redis-server").get().toPath();
        } catch (FileNotFoundException none) {
            return ExecutableProvider.newJarResourceProvider(scratch.directory().toFile())
                    .get()
                    .toPath();
        }
    }

    private void run() throws IOException {
        ChildProcess started =
                ChildProcess.start(
                        List.of(
                                executable.toString(),
                                "--bind",
                                "127.0.0.1",
                                "--port",
                                Integer.toString(port),
                                "--dir",
                                scratch.directory().toString(),
                                "--save",
                                "",
                                "--appendonly",
                                "yes"),
                        Map.of(),
                        scratch.at("redis.log"));
        server = started;
        started.await(this::answers, PATIENCE);
    }

    private boolean answers() throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port), ANSWER_MILLIS);
            socket.setSoTimeout(ANSWER_MILLIS);
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] expected = "+PONG".getBytes(StandardCharsets.US_ASCII);
            return Arrays.equals(socket.getInputStream().readNBytes(expected.length), expected);
        }
    }

    public int port() {
        return port;
    }

    /** The address, as {@code redis://host:port}. */
    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    @Override
    public void stop() throws IOException {
        ChildProcess running = server;
        server = null;
        if (running != null) {
            running.end();
        }
    }

    @Override
    public void restart() throws IOException {
        stop();
        run();
    }

    @Override
    public void close() throws IOException {
        stop();
        scratch.close();
    }
}
