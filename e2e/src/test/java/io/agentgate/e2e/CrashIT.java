package io.agentgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The audit promise under {@code kill -9}. Three ledgers are joined after every kill: the calls the
 * driver got answers to, the calls the server executed, and the rows of the database.
 *
 * <p>{@code -Dcrash.kills=N} sets how often; the profile {@code soak} sets it high.
 */
@Timeout(1800)
class CrashIT {
    private static final int IN_FLIGHT = 16;
    private static final long LEAST_LOAD_MILLIS = 200;
    private static final long MOST_LOAD_MILLIS = 1_500;
    private static final Pattern ID = Pattern.compile("\"id\":(\\d+)");

    private final Random random = new Random(20261120);
    private final Set<String> sent = new HashSet<>();
    private final Set<String> answered = ConcurrentHashMap.newKeySet();

    private int kills;
    private long longestRecoveryMillis;

    @TempDir private Path home;

    @Test
    void killedGatewayLosesNoCallThatWasAnsweredOrExecuted() throws IOException {
        int count = Integer.getInteger("crash.kills", 5);
        for (int kill = 0; kill < count; kill++) {
            loadAndKill(kill);
            recover();
            joinLedgers();
        }
        startsAgain();
        report();
    }

    private void loadAndKill(int kill) {
        var load =
                Duration.ofMillis(random.nextLong(LEAST_LOAD_MILLIS, MOST_LOAD_MILLIS)).toNanos();
        var mayStart = new Semaphore(IN_FLIGHT);
        try (var session = RawSession.wrap(home, ScriptedServer.withLedger(ledger()))) {
            session.send("{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"ping\"}");
            assertThat(session.next()).contains("\"id\":0");
            var collector = Thread.ofVirtual().start(() -> collect(session, kill, mayStart));
            var end = System.nanoTime() + load;
            // From a thread of its own: the calls do not pause for the kill.
            Thread.ofVirtual().start(() -> killAt(end, session));
            sendUntilItEnds(session, kill, mayStart);
            assertThat(session.exitCode()).isEqualTo(137);
            // What the gateway had written before it died still comes.
            collector.join();
            kills++;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting", interrupted);
        }
    }

    private static void killAt(long end, RawSession session) {
        for (var left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        session.kill();
    }

    private void sendUntilItEnds(RawSession session, int kill, Semaphore mayStart)
            throws InterruptedException {
        int number = 0;
        while (session.isAlive()) {
            if (mayStart.tryAcquire(10, TimeUnit.MILLISECONDS)) {
                number++;
                var call = callOf(kill, number);
                sent.add(call);
                try {
                    session.call(number, "work", "{\"call\":\"" + call + "\"}");
                } catch (UncheckedIOException killed) {
                    return;
                }
            }
        }
    }

    private void collect(RawSession session, int kill, Semaphore mayStart) {
        for (var line = session.nextOrEnd(); line != null; line = session.nextOrEnd()) {
            var id = ID.matcher(line);
            // The last line may be half a line.
            if (id.find() && line.endsWith("}")) {
                answered.add(callOf(kill, Integer.parseInt(id.group(1))));
                mayStart.release();
            }
        }
    }

    @Test
    void killedGatewayLeavesNothingInTheDirectoryForTemporaryFiles() throws IOException {
        var temporary = Files.createDirectory(home.resolve("tmp"));
        // Every JVM reads this variable; the server's writes no temporary files.
        var environment = Map.of("JDK_JAVA_OPTIONS", "-Djava.io.tmpdir=" + temporary);
        var command = Gateway.wrap(ScriptedServer.withLedger(ledger()));
        try (var session = RawSession.start(home, command, environment, home)) {
            session.call(1, "work", "{\"call\":\"only\"}");
            assertThat(session.next()).contains("\"result\"");
            var database = home.resolve("agentgate.db");
            Eventually.holds("SQLite runs", () -> database.toFile().length() > 0);
            session.signal("KILL");
            assertThat(session.exitCode()).isEqualTo(137);
        }
        assertThat(temporary).isEmptyDirectory();
    }

    private static String callOf(int kill, int number) {
        return "k" + kill + "-" + number;
    }

    private void recover() {
        var before = System.nanoTime();
        var logs = Gateway.run(home, "logs", "--limit", "1");
        longestRecoveryMillis =
                Math.max(longestRecoveryMillis, (System.nanoTime() - before) / 1_000_000);
        assertThat(logs.exitCode()).as(logs.err()).isZero();
        assertThat(logs.err()).isEmpty();
        assertThat(Objects.requireNonNull(home.resolve("journal").toFile().list())).isEmpty();
    }

    private void joinLedgers() throws IOException {
        var rows = RecordedCalls.in(home.resolve("agentgate.db"));
        var recorded = rows.stream().map(RecordedCalls.Row::call).collect(Collectors.toSet());
        var executed = Set.copyOf(executed());
        var allowed = callsOf(rows, "allowed");
        var unknown = callsOf(rows, "unknown");

        assertThat(rows).as("rows without a twin").hasSameSizeAs(recorded);
        assertThat(missing(answered, recorded)).as("answered, not recorded").isEmpty();
        assertThat(missing(executed, recorded)).as("executed, not recorded").isEmpty();
        assertThat(missing(recorded, sent)).as("recorded, never called").isEmpty();
        assertThat(missing(answered, allowed)).as("answered, without an outcome").isEmpty();
        assertThat(missing(allowed, executed)).as("an outcome, never executed").isEmpty();
        assertThat(missing(recorded, union(allowed, unknown))).as("other statuses").isEmpty();
        assertThat(rows)
                .filteredOn(row -> !row.decision().equals("allowed") || !row.settled())
                .isEmpty();
    }

    private static Set<String> missing(Set<String> expected, Set<String> found) {
        return expected.stream().filter(call -> !found.contains(call)).collect(Collectors.toSet());
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        var all = new HashSet<>(one);
        all.addAll(other);
        return all;
    }

    private static Set<String> callsOf(List<RecordedCalls.Row> rows, String status) {
        return rows.stream()
                .filter(row -> row.status().equals(status))
                .map(RecordedCalls.Row::call)
                .collect(Collectors.toSet());
    }

    private void startsAgain() {
        try (var session = RawSession.wrap(home, ScriptedServer.withLedger(ledger()))) {
            session.call(1, "work", "{\"call\":\"after\"}");
            assertThat(session.next()).contains("\"result\"");
            session.endInput();
            assertThat(session.exitCode()).isZero();
            assertThat(session.said()).isEmpty();
        }
    }

    private List<String> executed() throws IOException {
        return Files.exists(ledger()) ? Files.readAllLines(ledger()) : new ArrayList<>();
    }

    private Path ledger() {
        return home.resolve("executed");
    }

    private void report() throws IOException {
        var rows = RecordedCalls.in(home.resolve("agentgate.db"));
        var unknown = callsOf(rows, "unknown").size();
        System.out.printf(
                "crash: %d kills, %d calls, %d answered, %d executed, %d rows, %d unknown, slowest"
                        + " recovery %d ms%n",
                kills,
                sent.size() + 1,
                answered.size() + 1,
                executed().size(),
                rows.size(),
                unknown,
                longestRecoveryMillis);
    }
}
