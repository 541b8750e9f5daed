package io.agentgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server behind the gateway is the process it would be without, and ends with its client. */
@Timeout(180)
@Execution(ExecutionMode.CONCURRENT)
class ProcessFidelityIT {
    private static final String READY =
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"level\":\"info\",\"data\":\"ready\"}}";
    private static final String SAY_READY = "echo '" + READY + "'; ";

    /** Three processes in the background that would outlive everything. */
    private static final String LEAVE_PROCESSES =
            "sleep 600 & sh -c 'sleep 600 & sleep 600' & sh -c 'trap \"\" TERM HUP; sleep 600' & ";

    private static final Duration GRACES = Duration.ofSeconds(45);

    @TempDir private Path home;

    @ParameterizedTest
    @ValueSource(strings = {"C.UTF-8", "C", ""})
    void argumentsArriveUnchanged(String locale) throws IOException {
        var arguments = List.of("two words", "", "zwölf → 💥", "a\nb", "*", "'\"\\", "--", "-x");
        var file = home.resolve("argv");
        List<String> server =
                new ArrayList<>(
                        List.of("sh", "-c", "printf '%s\\0' \"$@\" > \"$0\"", file.toString()));
        server.addAll(arguments);

        try (var session =
                RawSession.start(
                        home, Gateway.wrap(server), Map.of("LC_ALL", locale, "LANG", ""), home)) {
            assertThat(session.exitCode()).isZero();
            assertThat(Files.readString(file).split("\0", -1))
                    .startsWith(arguments.toArray(String[]::new))
                    .hasSize(arguments.size() + 1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"C.UTF-8", "C"})
    void environmentIsTheCallers(String locale) throws IOException {
        var environment =
                Map.of(
                        // Wrong when the tests are started; a shell corrects it.
                        "PWD", home.toString(),
                        "LC_ALL", locale,
                        "JAVA_HOME", "/no/such/jdk",
                        "EMPTY", "",
                        "key", "zwölf",
                        "value", "two\nlines",
                        "root", "r",
                        "here", "h",
                        "dist", "d");

        assertThat(environmentOf(copy -> copy, environment))
                .containsAll(List.of("key=zwölf", "EMPTY="))
                .isEqualTo(environmentOf(Gateway::wrap, environment));
    }

    private Set<String> environmentOf(
            UnaryOperator<List<String>> start, Map<String, String> environment) throws IOException {
        var file = home.resolve("environment");
        Files.deleteIfExists(file);
        var server = List.of("cp", "/proc/self/environ", file.toString());
        try (var session = RawSession.start(home, start.apply(server), environment, home)) {
            assertThat(session.exitCode()).as(() -> "" + session.said()).isZero();
            return new TreeSet<>(Arrays.asList(Files.readString(file).split("\0")));
        }
    }

    @Test
    void workingDirectoryIsTheCallers() throws IOException {
        var directory = Files.createDirectories(home.resolve("wörk dir")).toRealPath();
        var file = home.resolve("cwd");
        var server = List.of("sh", "-c", "pwd -P > \"$0\"", file.toString());
        try (var session = RawSession.start(home, Gateway.wrap(server), Map.of(), directory)) {
            assertThat(session.exitCode()).isZero();
            assertThat(file).hasContent(directory + "\n");
        }
    }

    @Test
    void relativeCommandIsLookedUpFromTheWorkingDirectory() throws IOException {
        var script = home.resolve("server.sh");
        Files.writeString(script, "#!/bin/sh\nexit 9\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        try (var session = RawSession.wrap(home, List.of("./server.sh"))) {
            assertThat(session.exitCode()).isEqualTo(9);
        }
    }

    @Test
    void standardErrorPassesThrough() {
        var server = List.of("sh", "-c", "printf 'first ü\\n\\n  {\"a\":1}\\nno end' >&2");
        try (var session = RawSession.wrap(home, server)) {
            assertThat(session.exitCode()).isZero();
            Eventually.equal(List.of("first ü", "", "  {\"a\":1}", "no end"), session::said);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 64, 78, 255})
    void exitCodeIsTheServers(int code) {
        try (var session = RawSession.wrap(home, List.of("sh", "-c", "exit " + code))) {
            assertThat(session.exitCode()).isEqualTo(code);
            assertThat(session.said()).isEmpty();
        }
    }

    @ParameterizedTest
    // Not HUP or INT: whoever runs the build may have them ignored, and a shell can't undo that.
    @CsvSource({"KILL, 137", "SEGV, 139", "TERM, 143", "ABRT, 134"})
    void deathOfTheServerByASignalIsSeen(String signal, int code) {
        try (var session = RawSession.wrap(home, List.of("sh", "-c", "kill -" + signal + " $$"))) {
            assertThat(session.exitCode()).isEqualTo(code);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "no-such-command, 127",
        "./no-such-file, 127",
        "/etc/passwd, 126",
        "/etc, 126",
    })
    void commandThatCannotRunIsOneLineAndAShellsExitCode(String command, int code) {
        try (var session = RawSession.wrap(home, List.of(command))) {
            assertThat(session.exitCode()).isEqualTo(code);
            assertThat(session.rest()).isEmpty();
            Eventually.equal(1, () -> session.said().size());
            assertThat(session.said().getFirst()).startsWith("agentgate: ").contains(command);
        }
    }

    @ParameterizedTest
    @CsvSource({"TERM, 143", "INT, 130", "HUP, 129"})
    void signalReachesTheServer(String signal, int code) {
        var marker = home.resolve("marker");
        var script =
                "trap 'echo "
                        + signal
                        + " > \"$0\"; exit 5' "
                        + signal
                        + "; "
                        + SAY_READY
                        + "while :; do sleep 0.1; done";
        var server = List.of("sh", "-c", script, marker.toString());
        // Whoever runs the tests in the background has INT and HUP ignored.
        List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT,HUP,TERM"));
        command.addAll(Gateway.wrap(server));
        try (var session = RawSession.start(home, command)) {
            assertThat(session.next()).isEqualTo(READY);

            session.signal(signal);

            assertThat(session.exitCode()).isEqualTo(code);
            assertThat(marker).hasContent(signal + "\n");
            assertNothingIsLeft();
        }
    }

    @Test
    void wholeTreeIsGoneAfterANormalEnd() {
        var server = List.of("sh", "-c", LEAVE_PROCESSES + SAY_READY + "cat > /dev/null; exit 4");
        try (var session = RawSession.wrap(home, server)) {
            assertThat(session.next()).isEqualTo(READY);
            session.endInput();
            assertThat(session.exitCode()).isEqualTo(4);
            assertNothingIsLeft();
        }
    }

    @Test
    void wholeTreeIsGoneAfterASignal() {
        var server = List.of("sh", "-c", LEAVE_PROCESSES + SAY_READY + "cat > /dev/null");
        try (var session = RawSession.wrap(home, server)) {
            assertThat(session.next()).isEqualTo(READY);
            session.signal("TERM");
            assertThat(session.exitCode()).isEqualTo(143);
            assertNothingIsLeft();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"wrap", "logs"})
    void nextCommandEndsWhatAKilledGatewayLeft(String next) {
        var server = List.of("sh", "-c", LEAVE_PROCESSES + SAY_READY + "cat > /dev/null");
        try (var session = RawSession.wrap(home, server)) {
            assertThat(session.next()).isEqualTo(READY);
            session.signal("KILL");
            assertThat(session.exitCode()).isEqualTo(137);

            if (next.equals("wrap")) {
                try (var following = RawSession.wrap(home, List.of("cat"))) {
                    following.call(1, "any", "{}");
                    // What a server says is not its client's request, so it is answered for it.
                    following.send("{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"ping\"}");
                    assertThat(following.next()).contains("\"id\":");
                    following.endInput();
                    following.exitCode();
                    assertNothingIsLeft();
                }
            } else {
                assertThat(Gateway.run(home, next).exitCode()).isZero();
                assertNothingIsLeft();
            }
        }
    }

    @Test
    void endOfInputEndsTheServerAndTheGateway() {
        try (var session = RawSession.wrap(home, ScriptedServer.answering())) {
            session.call(1, "any", "{}");
            assertThat(session.next()).contains("\"id\":1");
            session.endInput();
            assertThat(session.exitCode()).isZero();
            assertThat(session.rest()).isEmpty();
            assertNothingIsLeft();
        }
    }

    @Test
    void answersInFlightArriveAfterTheEndOfInput() {
        try (var session = RawSession.wrap(home, ScriptedServer.shuffling(3))) {
            for (int id = 1; id <= 3; id++) {
                session.call(id, "any", "{}");
            }
            session.endInput();
            assertThat(session.rest()).hasSize(3);
            assertThat(session.exitCode()).isZero();
        }
    }

    @Test
    void serverThatIgnoresTheEndOfInputAndTermIsEnded() {
        var server =
                List.of("sh", "-c", "trap '' TERM; " + SAY_READY + "while :; do sleep 1; done");
        try (var session = RawSession.wrap(home, server)) {
            assertThat(session.next()).isEqualTo(READY);
            session.endInput();
            Eventually.holds("the gateway ends", GRACES, () -> !session.isAlive());
            assertThat(session.exitCode()).isEqualTo(137);
            assertNothingIsLeft();
        }
    }

    @Test
    void serverThatIgnoresASignalIsEnded() {
        var server =
                List.of("sh", "-c", "trap '' TERM; " + SAY_READY + "while :; do sleep 1; done");
        try (var session = RawSession.wrap(home, server)) {
            assertThat(session.next()).isEqualTo(READY);
            session.signal("TERM");
            Eventually.holds("the gateway ends", GRACES, () -> !session.isAlive());
            assertThat(session.exitCode()).isEqualTo(143);
            assertNothingIsLeft();
        }
    }

    @Test
    void callsInFlightGetErrorsWhenTheServerDies() {
        var server = List.of("sh", "-c", "read a; read b; read c; exit 3");
        try (var session = RawSession.wrap(home, server)) {
            session.call(1, "any", "{}");
            session.send("{\"jsonrpc\":\"2.0\",\"id\":\"two\",\"method\":\"tools/list\"}");
            session.call(3, "any", "{}");

            var answers = session.rest();

            assertThat(answers).hasSize(3).allMatch(line -> line.contains("\"error\":{\"code\":"));
            assertThat(answers).anyMatch(line -> line.contains("\"id\":1,"));
            assertThat(answers).anyMatch(line -> line.contains("\"id\":\"two\","));
            assertThat(answers).anyMatch(line -> line.contains("\"id\":3,"));
            assertThat(session.exitCode()).isEqualTo(3);
        }
    }

    @Test
    void clientThatClosesItsReadingEndEndsTheServer() {
        var script = SAY_READY + "while :; do " + SAY_READY + " sleep 0.05; done";
        try (var session = RawSession.wrap(home, List.of("sh", "-c", script))) {
            session.stopReading();
            Eventually.holds("the gateway ends", GRACES, () -> !session.isAlive());
            assertNothingIsLeft();
        }
    }

    @Test
    void clientThatClosesItsReadingEndEndsAServerThatIgnoresTerm() {
        var script =
                "trap '' TERM; " + SAY_READY + "while :; do " + SAY_READY + " sleep 0.05; done";
        try (var session = RawSession.wrap(home, List.of("sh", "-c", script))) {
            session.call(1, "never-answered", "{}");
            session.stopReading();
            Eventually.holds("the gateway ends", GRACES, () -> !session.isAlive());
            assertNothingIsLeft();
        }
    }

    @Test
    void nothingButMcpIsOnStandardOutput() {
        var script =
                """
                printf 'Server listening\\n\\n   \\n{}\\n[]\\nnull\\n{"jsonrpc":"2.0"\\n'
                printf '\\033[31mred\\033[0m\\n\\377\\376\\n{"a":1} {"b":2}\\n\\000\\n'
                echo '%s'
                cat > /dev/null
                """
                        .formatted(READY);
        try (var session = RawSession.wrap(home, List.of("sh", "-c", script))) {
            session.endInput();
            assertThat(session.rest()).containsExactly(READY);
            assertThat(session.exitCode()).isZero();
        }
    }

    @Test
    void carriageReturnsAreTakenAsBlanks() {
        try (var session =
                RawSession.wrap(home, List.of("sh", "-c", "printf '%s\\r\\n' '" + READY + "'"))) {
            assertThat(session.rest()).hasSize(1).allMatch(line -> line.startsWith(READY));
        }
    }

    @Test
    void lastLineOfTheServerCountsWithoutALineFeed() {
        try (var session =
                RawSession.wrap(home, List.of("sh", "-c", "printf '%s' '" + READY + "'"))) {
            assertThat(session.rest()).containsExactly(READY);
        }
    }

    @Test
    void lastLineOfTheClientCountsWithoutALineFeed() throws IOException {
        try (var session = RawSession.wrap(home, ScriptedServer.answering())) {
            session.sendRaw("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"ping\"}");
            session.endInput();
            assertThat(session.rest()).hasSize(1).allMatch(line -> line.contains("\"id\":7"));
        }
    }

    @ParameterizedTest
    @CsvSource({"-1, result", "0, result", "1, error"})
    void messageOfTheClientMayHaveFourMebibytes(int more, String answer) {
        try (var session = RawSession.wrap(home, ScriptedServer.answering())) {
            session.send(callOfLength((4 << 20) + more));
            assertThat(session.next()).contains("\"id\":8,").contains("\"" + answer + "\":");
            session.call(9, "any", "{}");
            assertThat(session.next()).contains("\"id\":9,\"result\"");
        }
    }

    private static String callOfLength(int length) {
        var head =
                "{\"jsonrpc\":\"2.0\",\"id\":8,\"method\":\"tools/call\",\"params\":{\"name\":\"any\",\"arguments\":{\"a\":\"";
        var middle = "\",\"b\":\"";
        var tail = "\"}}}";
        int filling = length - head.length() - middle.length() - tail.length();
        return head + "x".repeat(filling / 2) + middle + "y".repeat(filling - filling / 2) + tail;
    }

    @Test
    void largeAnswersArriveWhole() {
        // Twelve mebibytes in strings of one.
        var script =
                """
                read line
                x=$(head -c 1048576 /dev/zero | tr '\\0' x)
                printf '{"jsonrpc":"2.0","id":1,"result":{"content":[],"x":["'
                for n in 1 2 3 4 5 6 7 8 9 10 11; do printf '%s","' "$x"; done
                printf '%s"]}}\\n' "$x"
                """;
        try (var session = RawSession.wrap(home, List.of("sh", "-c", script))) {
            session.call(1, "any", "{}");
            assertThat(session.next()).hasSizeGreaterThan(12 << 20).contains("\"result\"");
        }
    }

    @Test
    void serverThatNeverReadsDoesNotHoldUpWhatItSays() {
        var script = SAY_READY + "sleep 1; " + SAY_READY + "exec sleep 600";
        try (var session = RawSession.wrap(home, List.of("sh", "-c", script))) {
            Thread.ofVirtual()
                    .start(
                            () -> {
                                try {
                                    session.sendRaw(
                                            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/x\"}\n"
                                                    .repeat(20_000));
                                } catch (IOException ended) {
                                    assert ended != null;
                                }
                            });
            assertThat(session.next()).isEqualTo(READY);
            assertThat(session.next()).isEqualTo(READY);
            session.signal("TERM");
            assertThat(session.exitCode()).isEqualTo(143);
            assertNothingIsLeft();
        }
    }

    @Test
    void serverThatWritesMuchThatIsWrongBeforeItReadsIsNotDeadlocked() {
        try (var session = RawSession.wrap(home, ScriptedServer.deafWhileWrong(50_000))) {
            session.send("{\"jsonrpc\":\"2.0\",\"id\":1234567,\"method\":\"ping\"}");
            assertThat(session.next()).contains("\"id\":1234567,\"result\"");
            session.endInput();
            assertThat(session.exitCode()).isZero();
        }
    }

    @Test
    void floodWaitsForAClientThatDoesNotRead() {
        int count = 100_000;
        try (var session = RawSession.wrap(home, ScriptedServer.flooding(count))) {
            session.call(1, "any", "{}");
            // The flood stands while all pipes are full; then the processes use no time.
            awaitStandstill();

            for (int number = 0; number < count; number++) {
                assertThat(session.next()).contains("\"data\":" + number + "}");
            }
            assertThat(session.next()).contains("\"id\":1,\"result\"");
        }
    }

    @Test
    void floodDoesNotKeepASignalFromEndingTheSession() {
        try (var session = RawSession.wrap(home, ScriptedServer.flooding(100_000))) {
            session.call(1, "any", "{}");
            awaitStandstill();
            session.signal("TERM");
            Eventually.holds("the gateway ends", GRACES, () -> !session.isAlive());
            assertThat(session.exitCode()).isEqualTo(143);
            assertNothingIsLeft();
        }
    }

    private void awaitStandstill() {
        var before = new AtomicReference<>(Duration.ZERO);
        Eventually.holds(
                "standstill",
                () -> {
                    LockSupport.parkNanos(300_000_000L);
                    var now =
                            HomeProcesses.of(home).stream()
                                    .map(process -> process.info().totalCpuDuration())
                                    .map(spent -> spent.orElse(Duration.ZERO))
                                    .reduce(Duration.ZERO, Duration::plus);
                    var still =
                            now.compareTo(Duration.ofMillis(100)) > 0
                                    && now.minus(before.getAndSet(now)).toMillis() < 60;
                    return still;
                });
    }

    @Test
    void clientMayReadLongAfterTheServerEnded() {
        // More than one pipe holds and less than two.
        int count = 1_200;
        var marker = home.resolve("marker");
        var script = "for n in $(seq %d); do echo '%s'; done; : > \"$0\"".formatted(count, READY);
        try (var session = RawSession.wrap(home, List.of("sh", "-c", script, marker.toString()))) {
            Eventually.holds("the server ended", () -> Files.exists(marker));
            // Longer than the gateway waits for processes that hold the server's output open.
            var end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
            Eventually.holds("a while", () -> System.nanoTime() - end > 0);
            assertThat(session.rest()).hasSize(count).containsOnly(READY);
            assertThat(session.exitCode()).isZero();
        }
    }

    @Test
    void thousandCallsInFlightAreAnsweredInAnyOrder() {
        int count = 1_000;
        try (var session = RawSession.wrap(home, ScriptedServer.shuffling(count))) {
            for (int id = 1; id <= count; id++) {
                session.call(id, "any", "{\"n\":" + id + "}");
            }
            var answered =
                    IntStream.rangeClosed(1, count)
                            .map(ignored -> idOf(session.next()))
                            .boxed()
                            .toList();
            assertThat(answered)
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.rangeClosed(1, count).boxed().toList())
                    .isNotEqualTo(answered.stream().sorted().toList());
            session.endInput();
            assertThat(session.exitCode()).isZero();
        }
    }

    private static int idOf(String answer) {
        assertThat(answer).contains("\"result\"");
        return Integer.parseInt(answer.replaceFirst(".*\"id\":(\\d+),.*", "$1"));
    }

    private void assertNothingIsLeft() {
        Eventually.equal(List.of(), () -> HomeProcesses.describe(home));
        assertThat(Objects.requireNonNull(home.resolve("run").toFile().list())).isEmpty();
    }
}
