package io.agentgate.e2e.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.testkit.http.WireClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** How long {@code serve} waits for others. What this waits for takes its time, all at once. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Execution(ExecutionMode.CONCURRENT)
class ServeSlowClientsIT {
    private static final int EVERY_MILLIS = 250;

    @TempDir private static Path directory = Path.of("");
    private static @Nullable Scene opened;

    @BeforeAll
    static void open() throws Exception {
        opened = Scene.open(directory, "");
    }

    @AfterAll
    static void close() throws IOException {
        scene().close();
    }

    private static Scene scene() {
        if (opened == null) {
            throw new IllegalStateException("not opened");
        }
        return opened;
    }

    private static Duration dripped(String start, String slowly) throws IOException {
        try (WireClient wire = new WireClient(scene().serve().at("/"))) {
            long before = System.nanoTime();
            wire.send(start).dripUntilClosed(slowly, EVERY_MILLIS);
            Duration took = Duration.ofNanos(System.nanoTime() - before);
            assertThat(scene().caller().inSession().post(Caller.call(1, "read")).body())
                    .as("others are served")
                    .contains("\"result\"");
            return took;
        }
    }

    /** NW-10. */
    @Test
    void headThatNeverEndsIsNotWaitedFor() throws IOException {
        Duration took = dripped("POST /mcp HTTP/1.1\r\n", "X-Slow: " + "a".repeat(1_000));

        assertThat(took).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(20));
    }

    /** NW-11. */
    @Test
    void bodyThatNeverEndsIsNotWaitedFor() throws IOException {
        String head = scene().caller().inSession().posted(Caller.INITIALIZE + " ".repeat(1_000));
        String start = head.substring(0, head.indexOf("\r\n\r\n") + 4);

        Duration took = dripped(start, Caller.INITIALIZE + " ".repeat(900));

        assertThat(took).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(60));
    }

    @Test
    void silentStreamShowsASignOfLifeBeforeProxiesCutIt() throws IOException {
        CountDownLatch seen = new CountDownLatch(1);
        scene().server()
                .tool(
                        "silent",
                        (request, reply) -> {
                            reply.stream();
                            seen.await();
                            reply.event(McpServer.result(request, "at last"));
                            reply.end();
                        });
        try (WireClient wire = scene().caller().inSession().open(Caller.call(1, "silent"))) {
            wire.head();
            long before = System.nanoTime();
            assertThat(wire.event()).startsWith(":");
            assertThat(Duration.ofNanos(System.nanoTime() - before))
                    .isLessThan(Duration.ofSeconds(25));
            seen.countDown();
            assertThat(wire.message()).contains("at last");
        }
        scene().awaitRecorded("silent", "allowed");
    }
}
