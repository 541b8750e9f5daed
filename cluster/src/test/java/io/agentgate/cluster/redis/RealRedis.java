package io.agentgate.cluster.redis;

import io.agentgate.backends.Redis;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/** A Redis of a test's own, and links of several processes to it. */
final class RealRedis implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Redis server;
    private final Vertx vertx = Vertx.vertx();
    private final List<RedisLink> links = new CopyOnWriteArrayList<>();
    private final List<String> notes = new CopyOnWriteArrayList<>();

    private RealRedis(Redis server) {
        this.server = server;
    }

    static RealRedis start() throws IOException {
        return new RealRedis(Redis.start());
    }

    /** What a process of its own would use; up already. */
    RedisLink link() throws Exception {
        RedisLink link = RedisLink.open(vertx, server.url(), notes::add);
        links.add(link);
        await(link::isUp);
        return link;
    }

    List<String> notes() {
        return notes;
    }

    void stop() throws IOException {
        links.removeIf(link -> !link.isUp());
        server.stop();
    }

    /** Those that were up before are up again. */
    void restart() throws Exception {
        server.restart();
        for (RedisLink link : links) {
            await(link::isUp);
        }
    }

    /** Redis answers nobody for a while. */
    void freeze(Duration time) throws IOException {
        command("CLIENT PAUSE " + time.toMillis() + " ALL");
    }

    /** Gives the first line of the answer. */
    String command(String words) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream().write((words + "\r\n").getBytes(StandardCharsets.UTF_8));
            StringBuilder line = new StringBuilder();
            for (int c = socket.getInputStream().read();
                    c >= 0 && c != '\r';
                    c = socket.getInputStream().read()) {
                line.append((char) c);
            }
            return line.toString();
        }
    }

    /** Waits until something is so. */
    static void await(Callable<Boolean> so) throws Exception {
        long start = System.nanoTime();
        while (!so.call()) {
            if (System.nanoTime() - start > PATIENCE.toNanos()) {
                throw new AssertionError("it did not come to be so in time");
            }
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    @Override
    public void close() throws IOException {
        links.forEach(RedisLink::close);
        vertx.close().toCompletionStage().toCompletableFuture().join();
        server.close();
    }
}
