package io.agentgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is wrong around the gateway is said once and clearly, and lets no call through unrecorded.
 */
@Timeout(180)
@Execution(ExecutionMode.CONCURRENT)
class BadInputIT {
    private static final String ALLOW = "[metadata]\nname = \"open\"\nversion = \"1.0\"\n";
    private static final String DENY =
            """
            [metadata]
            name = "closed"
            version = "1.0"

            [[rules]]
            id = "nothing"
            tool = "*"
            action = "deny"
            message = "Not now."
            """;
    private static final Duration RELOAD = Duration.ofSeconds(2);

    /** Root may write everywhere; without these two it may not. */
    private static final List<String> WITHOUT_OVERRIDE =
            List.of(
                    "setpriv",
                    "--bounding-set=-dac_override,-dac_read_search",
                    "--inh-caps=-dac_override,-dac_read_search",
                    "--");

    @TempDir private Path home;

    @Test
    void brokenPolicyIsRefusedWithItsPlaceAndNoServerIsLeft() throws IOException {
        var policy = home.resolve("policy.toml");
        Files.writeString(policy, DENY.replace("\"deny\"", "\"denny\""));
        try (var session =
                RawSession.wrap(
                        home, List.of("--policy", policy.toString()), List.of("sleep", "600"))) {
            assertThat(session.exitCode()).isEqualTo(78);
            session.awaitSaid(policy + ":8:");
            assertThat(session.rest()).isEmpty();
            assertThat(HomeProcesses.describe(home)).isEmpty();
        }
    }

    @Test
    void policyThatIsNotTomlIsRefusedWithItsPlace() throws IOException {
        var policy = home.resolve("policy.toml");
        Files.writeString(policy, "[metadata]\nname = \n");
        try (var session =
                RawSession.wrap(
                        home, List.of("--policy", policy.toString()), List.of("sleep", "600"))) {
            assertThat(session.exitCode()).isEqualTo(78);
            session.awaitSaid(policy + ":2:");
            assertThat(HomeProcesses.describe(home)).isEmpty();
        }
    }

    @Test
    void missingPolicyIsRefused() {
        try (var session =
                RawSession.wrap(home, List.of("--policy", "nowhere.toml"), List.of("cat"))) {
            assertThat(session.exitCode()).isEqualTo(78);
            session.awaitSaid("policy nowhere.toml cannot be read");
        }
    }

    @Test
    void unreadablePolicyIsRefused() throws IOException {
        var policy = home.resolve("policy.toml");
        Files.writeString(policy, ALLOW);
        Files.setPosixFilePermissions(policy, PosixFilePermissions.fromString("---------"));
        var command = Gateway.wrap(List.of("--policy", policy.toString()), List.of("cat"));
        try (var session = RawSession.start(home, unprivileged(command))) {
            assertThat(session.exitCode()).isEqualTo(78);
            session.awaitSaid("policy " + policy + " cannot be read");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "wrap --polcy x -- cat, unknown option `--polcy`",
        "wrap -p x -- cat, unknown option `-p`",
        "wrap cat, put `--` before the server's command",
        "wrap --, the server's command is missing",
        "wrap, the server's command is missing",
        "wrap --policy -- cat, option `--policy` needs a value",
        "wrap --audit-log - -- cat, `--audit-log -` is not possible",
        "logs --folow=x, unknown option `--folow`; did you mean `--follow`?",
        "logs --limit many, Invalid value for option '--limit'",
        "logs --status wrong, unknown status `wrong`",
        "logs --since yesterday, yesterday",
        "lgos, there is no command `lgos`; did you mean `logs`?",
    })
    void wrongCommandLineEndsWithAReasonAndUsage(String words, String reason) {
        var ended = Gateway.run(home, words.split(" "));
        assertThat(ended.exitCode()).as(ended.err()).isEqualTo(64);
        assertThat(ended.err()).contains(reason);
        assertThat(ended.out()).isEmpty();
        if (words.startsWith("wrap")) {
            assertThat(ended.err()).contains("Usage: agentgate wrap");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"keys", "audit"})
    void groupOfCommandsAloneShowsWhichThereAre(String group) {
        var ended = Gateway.run(home, group);

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(ended.out()).contains("Usage: agentgate " + group, "Commands:");
        assertThat(ended.err()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "db_pth = \"x\", 1:1: unknown key `db_pth`; did you mean `db_path`?",
        "[jurnal], unknown key `jurnal`; did you mean `journal`?",
        "[journal]|max_byte = 1, 2:1: unknown key `journal.max_byte`; did you mean `max_bytes`?",
        "[journal]|mode = \"fast\", 2:1: unknown `journal.mode`",
        "[capture]|max_bytes = \"x\", 2:1: `capture.max_bytes` must be a whole number",
        "[rate_limit], 1:1: unknown key `rate_limit`; did you mean `rate_limits`?",
        "[circuit_breaker]|error_threshold = 0, 2:1: `circuit_breaker.error_threshold` must be",
        "policy_path = , 1:",
    })
    void wrongConfigurationIsRefusedWithItsPlace(String text, String reason) throws IOException {
        var config = home.resolve("config.toml");
        Files.writeString(config, text.replace("|", "\n"));
        try (var session = RawSession.wrap(home, List.of("cat"))) {
            assertThat(session.exitCode()).isEqualTo(78);
            session.awaitSaid(reason);
            session.awaitSaid(config.toString());
        }
        assertThat(Gateway.run(home, "logs").exitCode()).isEqualTo(78);
        assertThat(Gateway.run(home, "doctor").out()).contains(reason);
    }

    @Test
    void oldPolicyStaysWhileTheNewOneIsBroken() throws IOException {
        var policy = home.resolve("policy.toml");
        Files.writeString(policy, DENY);
        try (var session = underPolicy(policy.toString())) {
            assertThat(answerTo(session, 1)).contains("Not now.");

            Files.writeString(policy, "rules = 7\n");
            session.awaitSaid("policy not reloaded, the old one stays in force");
            session.awaitSaid(policy + ":1:");
            assertThat(session.said()).allMatch(line -> line.startsWith("agentgate: "));
            assertThat(answerTo(session, 2)).contains("Not now.");

            Files.writeString(policy, ALLOW);
            session.awaitSaid("policy reloaded");
            assertThat(answerTo(session, 3)).contains("\"result\"");

            Files.delete(policy);
            assertThat(answerTo(session, 4)).contains("\"result\"");
        }
    }

    /** Ways of saving a file. */
    enum Saving {
        IN_PLACE {
            @Override
            void save(Path file, String text) throws IOException {
                Files.writeString(file, text);
            }
        },
        BY_RENAME {
            @Override
            void save(Path file, String text) throws IOException {
                var beside = file.resolveSibling("policy.toml.new");
                Files.writeString(beside, text);
                Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
            }
        },
        DELETED_FIRST {
            @Override
            void save(Path file, String text) throws IOException {
                Files.delete(file);
                Files.writeString(file, text);
            }
        },
        BY_LINK {
            @Override
            void save(Path file, String text) throws IOException {
                var target = Files.createTempFile(file.getParent(), "policy", ".toml");
                Files.writeString(target, text);
                var link = file.resolveSibling("policy.link");
                Files.createSymbolicLink(link, target);
                Files.move(link, file, StandardCopyOption.ATOMIC_MOVE);
            }
        };

        abstract void save(Path file, String text) throws IOException;
    }

    @ParameterizedTest
    @EnumSource
    void savedPolicyHoldsAfterTwoSeconds(Saving saving) throws IOException {
        var policy = home.resolve("policy.toml");
        Files.writeString(policy, ALLOW);
        // The bare name: relative to the working directory, which is the home here.
        try (var session = underPolicy("policy.toml")) {
            assertThat(answerTo(session, 1)).contains("\"result\"");

            saving.save(policy, DENY);
            changesWithin(session, 1_000, "Not now.");

            saving.save(policy, ALLOW);
            changesWithin(session, 2_000, "\"result\"");
        }
    }

    private static void changesWithin(RawSession session, int firstId, String expected) {
        var id = new int[] {firstId};
        Eventually.holds(expected, RELOAD, () -> answerTo(session, id[0]++).contains(expected));
    }

    private RawSession underPolicy(String policy) {
        var session =
                RawSession.wrap(home, List.of("--policy", policy), ScriptedServer.answering());
        session.send("{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"ping\"}");
        assertThat(session.next()).contains("\"id\":0");
        return session;
    }

    private static String answerTo(RawSession session, int id) {
        session.call(id, "work", "{\"call\":\"c-" + id + "\"}");
        var answer = session.next();
        assertThat(answer).contains("\"id\":" + id + ",");
        return answer;
    }

    @Test
    void journalThatCannotBeWrittenRefusesCallsUntilItCan() throws IOException {
        var ledger = home.resolve("executed");
        try (var session = RawSession.wrap(home, ScriptedServer.withLedger(ledger))) {
            assertThat(answerTo(session, 1)).contains("\"result\"");
            // A limit on the size of files fails writes as a full disk does, and can be lifted.
            limitFileSize(session, "1");

            assertThat(answerTo(session, 2)).contains("\"code\":503").contains("journal");
            session.awaitSaid("agentgate: calls are refused: the journal cannot be written");
            session.awaitSaid("; the journal lies in " + home.resolve("journal"));
            session.send("{\"jsonrpc\":\"2.0\",\"id\":50,\"method\":\"ping\"}");
            assertThat(session.next()).contains("\"id\":50,\"result\"");

            limitFileSize(session, "unlimited");
            assertThat(answerTo(session, 3)).contains("\"result\"");
            session.endInput();
            assertThat(session.exitCode()).isZero();
            assertThat(ledger).hasContent("c-1\nc-3\n");
        }
        assertThat(Gateway.run(home, "logs").exitCode()).isZero();
        assertThat(recorded("agentgate.db")).containsExactly("c-1 allowed", "c-3 allowed");
    }

    private void limitFileSize(RawSession session, String bytes) {
        var limited =
                Gateway.run(
                        home,
                        List.of(
                                "prlimit",
                                "--pid",
                                Long.toString(session.pid()),
                                "--fsize=" + bytes + ":"));
        assertThat(limited.exitCode()).as(limited.err()).isZero();
    }

    @Test
    void readOnlyHomeIsRefusedAndNoServerIsLeft() throws IOException {
        var readOnly = Files.createDirectory(home.resolve("read-only"));
        Files.setPosixFilePermissions(readOnly, PosixFilePermissions.fromString("r-xr-xr-x"));
        var command = unprivileged(Gateway.wrap(List.of("sleep", "600")));
        try (var session =
                RawSession.start(
                        home, command, Map.of("AGENTGATE_HOME", readOnly.toString()), home)) {
            assertThat(session.exitCode()).isEqualTo(74);
            session.awaitSaid(readOnly.toString());
            Eventually.equal(List.of(), () -> HomeProcesses.describe(readOnly));
        } finally {
            HomeProcesses.end(readOnly);
        }
    }

    private static List<String> unprivileged(List<String> command) {
        if (!System.getProperty("user.name").equals("root")) {
            return command;
        }
        List<String> words = new ArrayList<>(WITHOUT_OVERRIDE);
        words.addAll(command);
        return words;
    }

    @Test
    void lockedDatabaseHoldsUpNothing() throws SQLException {
        try (var session = RawSession.wrap(home, ScriptedServer.answering())) {
            assertThat(answerTo(session, 1)).contains("\"result\"");
            awaitRecorded(List.of("c-1 allowed"));
            try (var connection =
                            DriverManager.getConnection(
                                    "jdbc:sqlite:" + home.resolve("agentgate.db"));
                    var statement = connection.createStatement()) {
                statement.execute("BEGIN EXCLUSIVE");
                for (int id = 2; id <= 50; id++) {
                    assertThat(answerTo(session, id)).contains("\"result\"");
                }
                session.awaitSaid("audit events wait in the journal");
                statement.execute("ROLLBACK");
            }
            session.endInput();
            assertThat(session.exitCode()).isZero();
        }
        assertThat(Gateway.run(home, "logs").exitCode()).isZero();
        assertThat(recorded("agentgate.db")).hasSize(50).doesNotHaveDuplicates();
    }

    @Test
    void corruptDatabaseKeepsEventsInTheJournalUntilItIsMovedAway() throws IOException {
        var database = home.resolve("agentgate.db");
        Files.writeString(database, "This is not a database.\n".repeat(1_000));
        try (var session = RawSession.wrap(home, ScriptedServer.answering())) {
            for (int id = 1; id <= 20; id++) {
                assertThat(answerTo(session, id)).contains("\"result\"");
            }
            session.awaitSaid("audit events wait in the journal");
            var status = Gateway.run(home, "status");
            assertThat(status.out()).contains("KiB wait");
            assertThat(status.err())
                    .contains("records of process " + session.pid() + " wait in its journal")
                    .contains("agentgate.db is damaged or no SQLite file")
                    .doesNotContain("SQLITE_");
            session.endInput();
            assertThat(session.exitCode()).isZero();
            session.awaitSaid("the last records wait in the journal: audit store " + database);
        }
        assertThat(journals()).hasSize(1);

        var logs = Gateway.run(home, "logs");
        assertThat(logs.exitCode()).isEqualTo(74);
        assertThat(logs.err()).contains("agentgate.db").contains("wait in journals");
        var doctor = Gateway.run(home, "doctor");
        assertThat(doctor.exitCode()).isEqualTo(1);
        assertThat(doctor.out()).contains("agentgate.db").contains("move the file away");
        assertThat(journals()).hasSize(1);

        Files.move(database, home.resolve("away.db"));
        assertThat(Gateway.run(home, "logs").exitCode()).isZero();
        assertThat(recorded("agentgate.db")).hasSize(20).doesNotHaveDuplicates();
        assertThat(journals()).isEmpty();
    }

    @Test
    void databaseThatIsMovedAwayWhileItIsWrittenToIsSaid() throws IOException {
        var database = home.resolve("agentgate.db");
        try (var session = RawSession.wrap(home, ScriptedServer.answering())) {
            assertThat(answerTo(session, 1)).contains("\"result\"");
            awaitRecorded(List.of("c-1 allowed"));
            Files.move(database, home.resolve("away.db"));
            for (String suffix : List.of("-wal", "-shm")) {
                Files.deleteIfExists(home.resolve("agentgate.db" + suffix));
            }

            assertThat(answerTo(session, 2)).contains("\"result\"");
            session.awaitSaid(database + " was moved away or deleted while it was written to");
            Eventually.holds("a new one is made", () -> Files.exists(database));
        }
    }

    @Test
    void damagedDatabaseThatIsMovedAwayTakesTheRecordsAgain() throws IOException {
        var database = home.resolve("agentgate.db");
        Files.writeString(database, "This is not a database.\n".repeat(1_000));
        try (var session = RawSession.wrap(home, ScriptedServer.answering())) {
            assertThat(answerTo(session, 1)).contains("\"result\"");
            session.awaitSaid("audit events wait in the journal: audit store " + database);

            Files.move(database, home.resolve("away.db"));
            session.awaitSaid("audit events are delivered again");
            awaitRecorded(List.of("c-1 allowed"));
            assertThat(Gateway.run(home, "status").err()).doesNotContain("wait in its journal");
        }
    }

    @Test
    void databaseInADirectoryThatIsMissingKeepsEventsInTheJournal() {
        var options = List.of("--db", home.resolve("missing/calls.db").toString());
        try (var session = RawSession.wrap(home, options, ScriptedServer.answering())) {
            assertThat(answerTo(session, 1)).contains("\"result\"");
            session.endInput();
            assertThat(session.exitCode()).isZero();
        }
        assertThat(Gateway.run(home, "logs").exitCode()).isZero();
        // Either the directory was made, or the events wait; they are never in another file.
        assertThat(Files.exists(home.resolve("missing/calls.db")) || !journals().isEmpty())
                .isTrue();
    }

    @Test
    void twoGatewaysShareAHome() {
        try (var one = RawSession.wrap(home, ScriptedServer.answering());
                var other = RawSession.wrap(home, ScriptedServer.answering())) {
            for (int id = 1; id <= 200; id++) {
                one.call(id, "one", "{\"call\":\"a-" + id + "\"}");
                other.call(id, "other", "{\"call\":\"b-" + id + "\"}");
                assertThat(one.next()).contains("\"id\":" + id + ",\"result\"");
                assertThat(other.next()).contains("\"id\":" + id + ",\"result\"");
            }
            one.endInput();
            assertThat(one.exitCode()).isZero();
            assertThat(answerTo(other, 201)).contains("\"result\"");
            other.endInput();
            assertThat(other.exitCode()).isZero();
            assertThat(one.said()).isEmpty();
            assertThat(other.said()).isEmpty();
        }
        assertThat(recorded("agentgate.db")).hasSize(401).doesNotHaveDuplicates();
        assertThat(journals()).isEmpty();
    }

    @Test
    void logsReadWhileCallsAreWritten() {
        try (var session = RawSession.wrap(home, ScriptedServer.answering())) {
            assertThat(answerTo(session, 1)).contains("\"result\"");
            for (int round = 0; round < 5; round++) {
                for (int call = 0; call < 100; call++) {
                    answerTo(session, 100 * round + call + 2);
                }
                var logs = Gateway.run(home, "logs", "--jsonl", "--limit", "1000");
                assertThat(logs.exitCode()).as(logs.err()).isZero();
                assertThat(logs.err()).isEmpty();
            }
            session.endInput();
            assertThat(session.exitCode()).isZero();
            assertThat(session.said()).isEmpty();
        }
        assertThat(Gateway.run(home, "logs", "--jsonl", "--limit", "1000").out().lines())
                .hasSize(501)
                .allMatch(line -> line.contains("\"status\":\"allowed\""));
    }

    @Test
    void followShowsEveryCallOnceAsItHappens() {
        try (var session = RawSession.wrap(home, ScriptedServer.answering())) {
            assertThat(answerTo(session, 1)).contains("\"result\"");
            awaitRecorded(List.of("c-1 allowed"));
            var command = Gateway.command(List.of("logs", "--follow", "--jsonl"));
            try (var following = RawSession.start(home, command)) {
                assertThat(following.next()).contains("\"call\":\"c-1\"");
                for (int id = 2; id <= 300; id++) {
                    answerTo(session, id);
                }
                var shown =
                        IntStream.rangeClosed(2, 300)
                                .mapToObj(id -> following.next())
                                .map(line -> line.replaceFirst(".*\"call\":\"(.*?)\".*", "$1"))
                                .collect(Collectors.toList());
                assertThat(shown)
                        .containsExactlyInAnyOrderElementsOf(
                                IntStream.rangeClosed(2, 300).mapToObj(id -> "c-" + id).toList());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "wrap -- sleep 600",
                "serve --port 0 --upstream http://127.0.0.1:1/mcp",
                "dashboard --port 0",
                "open --no-browser",
                "init",
                "status",
                "logs",
                "audit verify",
                "validate",
                "keys list",
                "keys create ci",
                "demo"
            })
    void homeThatIsAFileIsRefusedInOneLine(String words) throws IOException {
        var file = Files.writeString(home.resolve("file"), "");
        for (Path notAHome : List.of(file, file.resolve("below"))) {
            var ended = ofHome(notAHome, List.of(), words);
            assertThat(ended.exitCode()).as(ended.err()).isEqualTo(74);
            assertThat(ended.out()).isEmpty();
            assertThat(ended.err().lines())
                    .singleElement()
                    .asString()
                    .startsWith("agentgate: the home directory " + notAHome + " cannot be used: ")
                    .endsWith(
                            " is no directory: move it away, or set AGENTGATE_HOME to a directory"
                                    + " of yours");
            var doctor = ofHome(notAHome, List.of(), "doctor");
            assertThat(doctor.exitCode()).isEqualTo(1);
            assertThat(doctor.out()).contains(file + " is not a directory", "set AGENTGATE_HOME");
        }
        assertThat(HomeProcesses.describe(file)).isEmpty();
    }

    private Gateway.Ended ofHome(Path other, List<String> before, String words) {
        List<String> command = new ArrayList<>(List.of("env", "AGENTGATE_HOME=" + other));
        command.addAll(before);
        command.addAll(Gateway.command(List.of(words.split(" "))));
        return Gateway.run(home, command);
    }

    private static List<String> withoutOverride() {
        return unprivileged(List.of());
    }

    @ParameterizedTest
    @CsvSource({
        "wrap -- sleep 600, run",
        "serve --port 0 --upstream http://127.0.0.1:1/mcp, journal",
        "dashboard --port 0, run",
    })
    void homeThatMayNotBeWrittenIsRefusedInOneLine(String words, String closed) throws IOException {
        var begun = home.resolve("begun");
        assertThat(ofHome(begun, List.of(), "init").exitCode()).isZero();
        var inIt = begun.resolve(closed);
        Files.setPosixFilePermissions(inIt, PosixFilePermissions.fromString("r-xr-xr-x"));

        var ended = ofHome(begun, withoutOverride(), words);
        assertThat(ended.exitCode()).as(ended.err()).isEqualTo(74);
        assertThat(ended.err())
                .isEqualTo(
                        "agentgate: the home directory "
                                + begun
                                + " cannot be used: you may not write to "
                                + inIt
                                + ": make it yours (chown, chmod), or run as its owner, or set"
                                + " AGENTGATE_HOME to a directory of yours\n");
        var doctor = ofHome(begun, withoutOverride(), "doctor");
        assertThat(doctor.exitCode()).isEqualTo(1);
        assertThat(doctor.out()).contains(inIt + " is not writable, and no gateway can begin");
        Eventually.equal(List.of(), () -> HomeProcesses.describe(begun));
    }

    @Test
    void homeThatCannotBeMadeIsRefusedInOneLine() throws IOException {
        var closed = Files.createDirectory(home.resolve("closed"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-xr-xr-x"));
        var within = closed.resolve("home");

        for (String words : List.of("init", "wrap -- sleep 600", "keys create ci")) {
            var ended = ofHome(within, withoutOverride(), words);
            assertThat(ended.exitCode()).as(ended.err()).isEqualTo(74);
            assertThat(ended.err().lines())
                    .singleElement()
                    .asString()
                    .contains("you may not write to " + within, "set AGENTGATE_HOME");
        }
        assertThat(ofHome(within, withoutOverride(), "doctor").out())
                .contains("cannot be made: " + closed + " is not writable");
    }

    @Test
    void databaseThatIsNoneIsSaidWithoutSqlitesWords() throws IOException {
        var directory = Files.createDirectory(home.resolve("directory"));
        var text = Files.writeString(home.resolve("text.db"), "not a database, but long enough");
        var closed = Files.writeString(home.resolve("closed.db"), "");
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("-wx------"));
        try (var session = RawSession.wrap(home, ScriptedServer.answering())) {
            assertThat(answerTo(session, 1)).contains("\"result\"");
        }
        for (String command : List.of("logs", "audit verify")) {
            notADatabase(command, directory, "is a directory");
            notADatabase(command, text, "is damaged or no SQLite file: move it away");
            notADatabase(command, closed, "may not be read by this user");
            notADatabase(command, home.resolve("none.db"), "there is no database");
        }
        for (String command :
                List.of("wrap --db D -- cat", "serve --db D --upstream http://127.0.0.1:1/mcp")) {
            var ended = ofHome(home, List.of(), command.replace("D", directory.toString()));
            assertThat(ended.exitCode()).isEqualTo(74);
            assertThat(ended.err().lines())
                    .singleElement()
                    .asString()
                    .contains(directory + " is a directory: let --db or db_path name a file");
        }
    }

    private void notADatabase(String command, Path file, String what) {
        var ended = ofHome(home, withoutOverride(), command + " --db " + file);
        assertThat(ended.exitCode()).as(ended.err()).isEqualTo(74);
        assertThat(ended.err().lines())
                .singleElement()
                .asString()
                .contains(file.toString(), what)
                .doesNotContain("SQLITE_", "Exception");
    }

    private void awaitRecorded(List<String> expected) {
        Eventually.holds(
                "a database", () -> Files.exists(home.resolve("agentgate.db")) && hasTables());
        Eventually.equal(expected, () -> recorded("agentgate.db"));
    }

    private boolean hasTables() {
        try {
            return !recorded("agentgate.db").isEmpty();
        } catch (IllegalStateException notYet) {
            return false;
        }
    }

    private List<String> recorded(String database) {
        return RecordedCalls.in(home.resolve(database)).stream()
                .map(row -> row.call() + " " + row.status())
                .toList();
    }

    private List<String> journals() {
        return List.of(Objects.requireNonNull(home.resolve("journal").toFile().list()));
    }
}
