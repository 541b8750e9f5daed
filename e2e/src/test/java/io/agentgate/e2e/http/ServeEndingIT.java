package io.agentgate.e2e.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.e2e.Eventually;
import io.agentgate.e2e.Gateway;
import io.agentgate.testkit.http.Answer;
import io.agentgate.testkit.http.WireClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The end of {@code serve} while clients are there. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ServeEndingIT {
    private static final String HEALTH = "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n";

    @TempDir private Path directory = Path.of("");
    private final CountDownLatch mayAnswer = new CountDownLatch(1);

    private Scene scene() throws Exception {
        Scene scene = Scene.open(directory, "");
        scene.server()
                .tool(
                        "slow",
                        (request, reply) -> {
                            mayAnswer.await();
                            reply.json(McpServer.result(request, "at last"));
                        });
        return scene;
    }

    private static WireClient callInFlight(Scene scene, Caller caller) throws IOException {
        WireClient wire = caller.open(Caller.call(1, "slow"));
        Eventually.holds("the call has arrived", () -> scene.server().calls("slow").size() == 1);
        return wire;
    }

    private static void awaitDraining(Scene scene) {
        Eventually.equal(503, () -> health(scene).status());
    }

    private static Answer health(Scene scene) {
        try {
            return scene.caller().send(HEALTH);
        } catch (IOException unreachable) {
            throw new UncheckedIOException(unreachable);
        }
    }

    @Test
    void callInFlightIsFinishedAndRecordedBeforeTheEnd() throws Exception {
        try (Scene scene = scene()) {
            Caller caller = scene.caller().inSession();
            try (WireClient wire = callInFlight(scene, caller)) {
                scene.serve().tellToEnd();
                awaitDraining(scene);

                assertThat(health(scene).body()).isEqualTo("{\"status\":\"draining\"}");
                Answer turnedAway = caller.post(Caller.call(2, "other"));
                assertThat(turnedAway.status()).isEqualTo(503);
                assertThat(turnedAway.header("Retry-After")).isNotNull();
                assertThat(scene.server().calls("other")).isEmpty();

                mayAnswer.countDown();
                assertThat(wire.answer().body()).contains("at last");
            }
            assertThat(scene.serve().exitCode()).isZero();
            scene.awaitRecorded("slow", "allowed");
            assertThat(scene.home().resolve("journal")).isEmptyDirectory();
        }
    }

    @Test
    void secondSignalEndsAtOnceAndTheCallIsRecordedAsUnknown() throws Exception {
        try (Scene scene = scene();
                WireClient wire = callInFlight(scene, scene.caller().inSession())) {
            scene.serve().tellToEnd();
            awaitDraining(scene);
            scene.serve().tellToEnd();

            assertThat(scene.serve().exitCode()).isEqualTo(128 + 15);
            wire.awaitClose();
            Gateway.run(scene.home(), "logs");
            scene.awaitRecorded("slow", "unknown");
        }
    }

    @Test
    void openStreamsAreEndedAsStreamsEnd() throws Exception {
        try (Scene scene = scene()) {
            scene.server()
                    .atGet(
                            (request, reply) -> {
                                reply.stream();
                                mayAnswer.await();
                            });
            try (WireClient wire = scene.caller().inSession().listen()) {
                assertThat(wire.head().status()).isEqualTo(200);
                scene.serve().tellToEnd();

                assertThat(wire.event()).as("the last chunk").isNull();
            }
            assertThat(scene.serve().exitCode()).isZero();
        }
    }
}
