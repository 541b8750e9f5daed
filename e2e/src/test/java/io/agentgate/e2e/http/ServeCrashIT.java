package io.agentgate.e2e.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.e2e.RecordedCalls;
import io.agentgate.testkit.http.Answer;
import io.agentgate.testkit.http.Received;
import io.agentgate.testkit.http.Reply;
import io.agentgate.testkit.http.WireClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The audit promise over HTTP under {@code kill -9}. Three ledgers are joined after every kill: the
 * calls that callers got answers to, the calls the server executed, and the rows of the database.
 *
 * <p>{@code -Dcrash.kills=N} sets how often; the profile {@code soak} sets it high.
 */
@Timeout(1800)
class ServeCrashIT {
    private static final int CALLERS = 16;
    private static final long LEAST_LOAD_MILLIS = 200;
    private static final long MOST_LOAD_MILLIS = 1_500;
    private static final int MOST_NANOS_OF_WORK = 3_000_000;
    private static final Pattern CALL = Pattern.compile("\"call\":\"([\\w-]+)\"");

    private final Random random = new Random(20261120);
    private final Set<String> sent = ConcurrentHashMap.newKeySet();
    private final Set<String> answered = ConcurrentHashMap.newKeySet();
    private final Set<String> executed = ConcurrentHashMap.newKeySet();

    /** Answers that only a fault explains. */
    private final Set<String> strange = ConcurrentHashMap.newKeySet();

    private int kills;
    private long longestRecoveryMillis;

    @TempDir private Path directory;

    @Test
    void killedGatewayLosesNoCallThatWasAnsweredOrExecuted() throws Exception {
        int count = Integer.getInteger("crash.kills", 5);
        for (int kill = 0; kill < count; kill++) {
            loadAndKill(kill);
            recover(kill);
            joinLedgers();
        }
        report();
    }

    private Scene scene() throws Exception {
        Scene scene = Scene.open(directory, "");
        scene.server().tool("work", this::work);
        return scene;
    }

    private void work(Received request, Reply reply) throws IOException {
        var call = CALL.matcher(request.body());
        assertThat(call.find()).isTrue();
        LockSupport.parkNanos(Math.floorMod(call.group(1).hashCode(), MOST_NANOS_OF_WORK));
        if (!executed.add(call.group(1))) {
            strange.add("executed twice: " + call.group(1));
        }
        String result = McpServer.result(request, "done");
        if (call.group(1).hashCode() % 2 == 0) {
            reply.json(result);
        } else {
            reply.stream();
            reply.event(result);
            reply.end();
        }
    }

    private void loadAndKill(int kill) throws Exception {
        long load = random.nextLong(LEAST_LOAD_MILLIS, MOST_LOAD_MILLIS) * 1_000_000;
        try (Scene scene = scene();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int caller = 0; caller < CALLERS; caller++) {
                String name = "k" + kill + "-" + caller;
                threads.execute(() -> callUntilItEnds(scene, name));
            }
            long end = System.nanoTime() + load;
            for (long left = load; left > 0; left = end - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            scene.serve().kill();
            assertThat(scene.serve().exitCode()).isEqualTo(137);
            kills++;
        }
    }

    private void callUntilItEnds(Scene scene, String name) {
        try (WireClient wire = new WireClient(scene.serve().at("/"))) {
            Caller caller = scene.caller().inSession();
            for (int number = 1; ; number++) {
                String call = name + "-" + number;
                sent.add(call);
                String arguments = "{\"call\":\"" + call + "\"}";
                Answer answer =
                        wire.send(caller.posted(Caller.call(number, "work", arguments))).answer();
                answered.add(call);
                if (!answer.body().contains("\"result\"")) {
                    strange.add(answer.toString());
                }
            }
        } catch (IOException killed) {
            // As it was meant to be.
            assert killed != null;
        }
    }

    private void recover(int kill) throws Exception {
        long before = System.nanoTime();
        try (Scene scene = scene()) {
            Caller caller = scene.caller().inSession();
            String call = "after-" + kill;
            sent.add(call);
            String arguments = "{\"call\":\"" + call + "\"}";
            Answer answer = caller.post(Caller.call(1, "work", arguments));
            answered.add(call);
            long millis = (System.nanoTime() - before) / 1_000_000;
            longestRecoveryMillis = Math.max(longestRecoveryMillis, millis);
            assertThat(answer.body()).contains("\"result\"");
            scene.end();
        }
        Path journal = directory.resolve("home/journal");
        assertThat(Objects.requireNonNull(journal.toFile().list())).isEmpty();
    }

    private List<RecordedCalls.Row> rows() {
        return RecordedCalls.in(directory.resolve("home/agentgate.db"));
    }

    private void joinLedgers() {
        List<RecordedCalls.Row> rows = rows();
        Set<String> recorded =
                rows.stream().map(RecordedCalls.Row::call).collect(Collectors.toSet());
        Set<String> allowed = callsOf(rows, "allowed");

        assertThat(strange).isEmpty();
        assertThat(rows).as("rows without a twin").hasSameSizeAs(recorded);
        assertThat(missing(answered, allowed)).as("answered, without an outcome").isEmpty();
        assertThat(missing(executed, recorded)).as("executed, not recorded").isEmpty();
        assertThat(missing(recorded, sent)).as("recorded, never called").isEmpty();
        assertThat(missing(allowed, executed)).as("an outcome, never executed").isEmpty();
        assertThat(rows)
                .allMatch(row -> row.status().equals("allowed") || row.status().equals("unknown"))
                .allMatch(row -> row.decision().equals("allowed") && row.settled());
    }

    private static Set<String> missing(Set<String> expected, Set<String> found) {
        return expected.stream().filter(call -> !found.contains(call)).collect(Collectors.toSet());
    }

    private static Set<String> callsOf(List<RecordedCalls.Row> rows, String status) {
        return rows.stream()
                .filter(row -> row.status().equals(status))
                .map(RecordedCalls.Row::call)
                .collect(Collectors.toSet());
    }

    private void report() {
        List<RecordedCalls.Row> rows = rows();
        System.out.printf(
                "crash over HTTP: %d kills, %d calls, %d answered, %d executed, %d rows, %d"
                        + " unknown, slowest recovery %d ms%n",
                kills,
                sent.size(),
                answered.size(),
                executed.size(),
                rows.size(),
                callsOf(rows, "unknown").size(),
                longestRecoveryMillis);
    }
}
