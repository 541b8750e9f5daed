package io.agentgate.gateway.circuit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.audit.CallOrigin;
import io.agentgate.gateway.call.Call;
import io.agentgate.policy.PolicySet;
import io.agentgate.protocol.Limits;
import io.agentgate.protocol.Peer;
import io.agentgate.protocol.Request;
import io.agentgate.protocol.Scanner;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CircuitsTest {
    private static final int THREADS = 16;
    private static final CircuitSettings SETTINGS =
            new CircuitSettings(2, Duration.ofSeconds(30), Duration.ofSeconds(60));
    private static final Request REQUEST =
            (Request)
                    new Scanner(Limits.DEFAULT, Peer.CLIENT)
                            .scan(
                                    ("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\","
                                                    + "\"params\":{\"name\":\"t\"}}")
                                            .getBytes(UTF_8));

    private final AtomicLong now = new AtomicLong(-5_000_000_000L);
    private final AtomicInteger calls = new AtomicInteger();
    private final Circuits circuits = new Circuits(SETTINGS, now::get, 100);

    private Call call(String server, String tool) {
        return new Call(
                "w1-" + calls.incrementAndGet(),
                new CallOrigin("s", "agent", "caller", server, tool, "1"),
                Set.of(),
                PolicySet.ALLOW_ALL,
                Instant.EPOCH,
                now.get(),
                REQUEST);
    }

    private void open(String server, String tool) {
        circuits.failed(call(server, tool));
        circuits.failed(call(server, tool));
    }

    private boolean admits(String server, String tool) {
        return circuits.admit(call(server, tool)) == null;
    }

    private void advance(Duration by) {
        now.addAndGet(by.toNanos());
    }

    @Test
    void toolsAndServersHaveCircuitsOfTheirOwn() {
        open("files", "read");

        assertThat(admits("files", "read")).isFalse();
        assertThat(admits("files", "write")).isTrue();
        assertThat(admits("mail", "read")).isTrue();
        assertThat(circuits.admit(call("files", "read"))).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void toolsThatDoNotFailTakeNoRoom() {
        for (int tool = 0; tool < 1000; tool++) {
            Call call = call("files", "tool-" + tool);
            circuits.admit(call);
            circuits.succeeded(call);
            circuits.withdrawn(call);
        }

        assertThat(circuits.size()).isZero();
    }

    @Test
    void circuitsThatSayNothingAreForgottenFirst() {
        for (int tool = 0; tool < 60; tool++) {
            circuits.failed(call("files", "old-" + tool));
        }
        advance(Duration.ofSeconds(30));
        open("files", "open");
        for (int tool = 0; tool < 38; tool++) {
            circuits.failed(call("files", "failing-" + tool));
        }

        circuits.failed(call("files", "one-more"));
        circuits.failed(call("files", "and-one-more"));

        assertThat(circuits.size()).isEqualTo(41);
        assertThat(admits("files", "open")).isFalse();
    }

    @Test
    void floodOfFailingToolsFillsNoMemoryAndOpensNoCircuit() {
        open("files", "open");
        for (int tool = 0; tool < 10_000; tool++) {
            circuits.failed(call("files", "tool-" + tool));
            assertThat(circuits.size()).isLessThanOrEqualTo(100);
        }

        assertThat(admits("files", "open")).isFalse();
    }

    @Test
    void openCircuitsAreBoundedToo() {
        for (int tool = 0; tool < 1000; tool++) {
            open("files", "tool-" + tool);
        }

        assertThat(circuits.size()).isLessThanOrEqualTo(100);
        assertThat(admits("files", "tool-999")).isFalse();
        assertThat(admits("files", "tool-0")).isTrue();
    }

    @Test
    void exactlyOneOfManyThreadsIsTheProbe() throws Exception {
        open("files", "read");
        for (int round = 0; round < 200; round++) {
            advance(Duration.ofSeconds(60));

            List<Call> probes = admittedOfManyThreads();

            assertThat(probes).as("round %d", round).hasSize(1);
            if (round % 2 == 0) {
                circuits.failed(probes.getFirst());
            }
        }
    }

    @Test
    void withdrawnProbesGiveTheirPlaceToOneThreadEach() throws Exception {
        open("files", "read");
        advance(Duration.ofSeconds(60));
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();

        inParallel(
                () -> {
                    for (int i = 0; i < 500; i++) {
                        Call call = call("files", "read");
                        if (circuits.admit(call) == null) {
                            most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                            underWay.decrementAndGet();
                            circuits.withdrawn(call);
                        }
                    }
                    return List.of();
                });

        assertThat(most).hasValue(1);
        assertThat(admits("files", "read")).isTrue();
    }

    private List<Call> admittedOfManyThreads() throws Exception {
        return inParallel(
                () -> {
                    Call call = call("files", "read");
                    return circuits.admit(call) == null ? List.of(call) : List.of();
                });
    }

    private interface Work {
        List<Call> run();
    }

    private static List<Call> inParallel(Work work) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<List<Call>>> results = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                results.add(
                        threads.submit(
                                () -> {
                                    start.await();
                                    return work.run();
                                }));
            }
            start.countDown();
            List<Call> all = new ArrayList<>();
            for (Future<List<Call>> result : results) {
                all.addAll(result.get());
            }
            return all;
        }
    }
}
