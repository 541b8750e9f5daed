package io.agentgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agentgate.cli.terminal.ExitCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A home from its first day on: begun, examined, changed while gateways run, and looked at. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HomeCareIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private Path directory = Path.of("");

    @BeforeEach
    void begin() {
        Gateway.Ended begun = Gateway.run(home(), "init");
        assertThat(begun.exitCode()).as(begun.err()).isZero();
        assertThat(begun.out()).contains("stops rm -rf and destructive SQL in `bash`");
    }

    @AfterEach
    void leaveNothingRunning() {
        HomeProcesses.end(home());
    }

    private Path home() {
        return directory.resolve("home");
    }

    private Path config() {
        return home().resolve("config.toml");
    }

    @Test
    void whatInitWritesPassesDoctorAndLoads() throws Exception {
        Gateway.Ended doctor = Gateway.run(home(), "doctor", "--json");

        assertThat(doctor.exitCode()).as(doctor.out()).isZero();
        for (JsonNode finding : JSON.readTree(doctor.out()).get("findings")) {
            // What else is on this machine is not of this home.
            if (!List.of("ports", "clients").contains(finding.get("check").asText())) {
                assertThat(finding.get("grade").asText()).as("%s", finding).isEqualTo("ok");
            }
        }
        assertThat(Gateway.run(home(), "validate").out()).contains("default.toml, 4 rules");
        assertThat(config())
                .hasSameTextualContentAs(Gateway.fileInRepository("config.example.toml"));
        assertThat(Files.getPosixFilePermissions(config()))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        try (RawSession session = RawSession.wrap(home(), List.of("cat"))) {
            session.call(1, "bash", "{\"command\":\"rm -rf /\"}");
            assertThat(session.next()).contains("Recursive forced deletion is not allowed");
        }
    }

    @Test
    void homeIsThatOfTheShell() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(Gateway.command(List.of("status")));
        builder.environment().putAll(Gateway.environment(home()));
        builder.environment().remove("AGENTGATE_HOME");
        builder.environment().put("HOME", directory.toString());
        Process status = builder.start();

        assertThat(status.inputReader().readLine())
                .isEqualTo("Nothing runs in " + directory.resolve(".agentgate") + ".");
        status.waitFor();
    }

    @Test
    void initLeavesWhatIsThere() throws Exception {
        Files.writeString(config(), "# mine\n");

        assertThat(Gateway.run(home(), "init").out()).contains("  exists   " + config());
        assertThat(config()).hasContent("# mine\n");
    }

    /** What can be wrong with a home, what doctor says of it, and whether it may put it right. */
    enum Fault {
        OPEN_HOME("is open to other users", "chmod 700", true) {
            @Override
            void plant(HomeCareIT test) throws IOException {
                Files.setPosixFilePermissions(
                        test.home(), PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        },
        OPEN_CONFIGURATION("config.toml is open to other users", "chmod 600", true) {
            @Override
            void plant(HomeCareIT test) throws IOException {
                Files.setPosixFilePermissions(
                        test.config(), PosixFilePermissions.fromString("rw-r--r--"));
            }
        },
        OPEN_POLICY("may be changed by other users", "chmod go-w", true) {
            @Override
            void plant(HomeCareIT test) throws IOException {
                Files.setPosixFilePermissions(
                        test.home().resolve("policies/default.toml"),
                        PosixFilePermissions.fromString("rw-rw-rw-"));
            }
        },
        OPEN_JOURNAL("journal other users may read 2 files", "chmod -R go=", true) {
            @Override
            void plant(HomeCareIT test) throws IOException {
                Path writer = Files.createDirectory(test.home().resolve("journal/w1"));
                Path segment = Files.writeString(writer.resolve("00000001.seg"), "");
                Files.setPosixFilePermissions(writer, PosixFilePermissions.fromString("rwxr-xr-x"));
                Files.setPosixFilePermissions(
                        segment, PosixFilePermissions.fromString("rw-r--r--"));
            }
        },
        OPEN_LOG("run other users may read 1 file", "chmod -R go=", true) {
            @Override
            void plant(HomeCareIT test) throws IOException {
                Path log = Files.writeString(test.home().resolve("run/dashboard.log"), "");
                Files.setPosixFilePermissions(log, PosixFilePermissions.fromString("rw-r--r--"));
            }
        },
        FILE_FOR_A_DIRECTORY("is not a directory, and no gateway can begin", "move it", false) {
            @Override
            void plant(HomeCareIT test) throws IOException {
                Path journals = test.home().resolve("journal");
                Files.delete(journals);
                Files.writeString(journals, "");
                Files.setPosixFilePermissions(
                        journals, PosixFilePermissions.fromString("rw-------"));
            }
        },
        MISSPELT_KEY("did you mean `log_level`?", "correct the file", false) {
            @Override
            void plant(HomeCareIT test) throws IOException {
                test.write("log_levle = 'info'\n");
            }
        },
        TWO_CONFIGURATIONS("there are several configurations", "to keep", false) {
            @Override
            void plant(HomeCareIT test) throws IOException {
                Path second = Files.writeString(test.home().resolve("config.json"), "{}");
                Files.setPosixFilePermissions(second, PosixFilePermissions.fromString("rw-------"));
            }
        },
        MISSING_POLICY("cannot be read: there is no such file", "agentgate init", false) {
            @Override
            void plant(HomeCareIT test) throws IOException {
                test.write("policy_path = 'gone.toml'\n");
            }
        },
        WRONG_POLICY("unknown key `acton`", "correct the policy", false) {
            @Override
            void plant(HomeCareIT test) throws IOException {
                Path policy = test.home().resolve("policies/default.toml");
                Files.writeString(
                        policy, Files.readString(policy).replaceFirst("\naction = ", "\nacton = "));
            }
        },
        FOREIGN_DATABASE("is damaged or no SQLite file", "move the file away", false) {
            @Override
            void plant(HomeCareIT test) throws IOException {
                Path database = test.home().resolve("agentgate.db");
                Files.writeString(database, "no database at all ".repeat(100));
                Files.setPosixFilePermissions(
                        database, PosixFilePermissions.fromString("rw-------"));
            }
        },
        WRONG_KEYS("keys.toml", "correct the file, or move it away", false) {
            @Override
            void plant(HomeCareIT test) throws IOException {
                Path keys = Files.writeString(test.home().resolve("keys.toml"), "keys = 7\n");
                Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rw-------"));
            }
        },
        DAMAGED_KEY("a key cannot be used, and no gateway can begin", "from a backup", false) {
            @Override
            void plant(HomeCareIT test) throws IOException {
                Path directory = Files.createDirectories(test.home().resolve("keys"));
                Files.setPosixFilePermissions(
                        directory, PosixFilePermissions.fromString("rwx------"));
                Path key = Files.writeString(directory.resolve("audit.key"), "z");
                Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
            }
        },
        LOST_KEY("the key that proves them is gone", "restore it from a backup", false) {
            @Override
            void plant(HomeCareIT test) throws IOException {
                assertThat(Gateway.run(test.home(), Gateway.wrap(List.of("true"))).exitCode())
                        .isZero();
                Files.delete(test.home().resolve("keys/audit.key"));
            }
        },
        PORT_TAKEN("is taken by another program", "choose another port", false) {
            @Override
            void plant(HomeCareIT test) throws IOException {
                int port = test.occupy();
                test.write("dashboard_port = " + port + "\n");
            }
        },
        SILENT_SERVER("upstream is not reached", "start it, or correct its url", false) {
            @Override
            void plant(HomeCareIT test) throws IOException {
                test.write("[upstream]\nurl = 'http://127.0.0.1:1/mcp'\n");
            }
        },
        MISSING_PROGRAM("there is no program no-such-server", "install it", false) {
            @Override
            void plant(HomeCareIT test) throws IOException {
                test.write("[[servers]]\nname = 'x'\ncommand = 'no-such-server'\n");
            }
        },
        SILENT_SERVER_OVER_SSE("x is not reached", "start it, or correct its url", false) {
            @Override
            void plant(HomeCareIT test) throws IOException {
                test.write(
                        """
                        [[servers]]
                        name = 'x'
                        transport = 'sse'
                        url = 'http://127.0.0.1:1/sse'
                        """);
            }
        },
        MISSING_VARIABLE_OF_A_PROGRAM(
                "x: its `KEY` needs the environment variable NO_SUCH_KEY",
                "wrap --server x",
                false) {
            @Override
            void plant(HomeCareIT test) throws IOException {
                test.write(
                        "[[servers]]\nname = 'x'\ncommand = 'cat'\nenv = { KEY = '${NO_SUCH_KEY}'"
                                + " }\n");
            }
        },
        MISSING_VARIABLE("NO_SUCH_VARIABLE", "set it where", false) {
            @Override
            void plant(HomeCareIT test) throws IOException {
                test.write(
                        "[[servers]]\nname = 'x'\nurl = 'http://127.0.0.1:1/mcp'\nheaders = {"
                                + " Authorization = 'Bearer ${NO_SUCH_VARIABLE}' }\n");
            }
        };

        private final String what;
        private final String cure;
        private final boolean fixable;

        Fault(String what, String cure, boolean fixable) {
            this.what = what;
            this.cure = cure;
            this.fixable = fixable;
        }

        abstract void plant(HomeCareIT test) throws IOException;
    }

    private @Nullable ServerSocket other;

    /** Takes a port until it is released. */
    private int occupy() throws IOException {
        ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        other = listening;
        return listening.getLocalPort();
    }

    private void release() throws IOException {
        ServerSocket listening = other;
        if (listening != null) {
            listening.close();
        }
    }

    private void write(String text) throws IOException {
        Files.writeString(config(), text);
    }

    @ParameterizedTest
    @EnumSource
    void doctorFindsWhatIsWrongAndNamesTheCure(Fault fault) throws Exception {
        fault.plant(this);
        try {
            Gateway.Ended doctor = Gateway.run(home(), "doctor");

            List<String> lines = doctor.out().lines().toList();
            assertThat(doctor.out()).contains(fault.what).contains("→ ");
            assertThat(lines).anyMatch(line -> line.contains("→") && line.contains(fault.cure));
            Gateway.Ended fixed = Gateway.run(home(), "doctor", "--fix");
            if (fault.fixable) {
                assertThat(doctor.exitCode()).isEqualTo(ExitCode.FAILED);
                assertThat(fixed.exitCode()).as(fixed.out()).isZero();
                assertThat(fixed.out()).contains("[fixed]");
            } else {
                assertThat(fixed.out()).contains(fault.what).doesNotContain("[fixed]");
            }
        } finally {
            release();
        }
    }

    @Test
    void doctorPointsToDocumentsThatAreThere() {
        List<String> command = new ArrayList<>(List.of("env", "AGENTGATE_NO_SUCH_KEY=1"));
        command.addAll(Gateway.command(List.of("doctor")));

        String said = Gateway.run(home(), command).out();

        assertThat(said).contains("the variable AGENTGATE_NO_SUCH_KEY means nothing");
        Matcher named = Pattern.compile("→ see (\\S+) for").matcher(said);
        assertThat(named.find()).isTrue();
        assertThat(Path.of(named.group(1))).isRegularFile().isAbsolute();
    }

    @Test
    void doctorFindsServersThatAClientReachesPastTheGateway() throws Exception {
        Files.writeString(
                directory.resolve(".claude.json"),
                """
                {"mcpServers": {"a": {"command": "/opt/agentgate", "args": ["wrap", "--", "x"]}},
                 "projects": {"/srv/one": {"mcpServers": {"b": {"command": "y"}}}}}
                """);
        ProcessBuilder builder = new ProcessBuilder(Gateway.command(List.of("doctor")));
        builder.environment().putAll(Gateway.environment(home()));
        builder.environment().put("HOME", directory.toString());
        Process doctor = builder.start();
        List<String> lines = doctor.inputReader().lines().toList();
        doctor.waitFor();

        assertThat(lines)
                .contains(
                        "  [ok]  Claude Code, 1 entry leads to the gateway",
                        "  [??]  Claude Code reaches past the gateway: `b of /srv/one`")
                .anyMatch(line -> line.contains("→ `agentgate import claude-code`"))
                .anyMatch(line -> line.contains("by /opt/agentgate, which is not there any more"));
    }

    @Test
    void changedConfigurationHoldsWithoutEndingTheSession() throws Exception {
        write("");
        try (RawSession session = RawSession.wrap(home(), List.of("cat"))) {
            session.call(1, "tool", "{}");
            assertThat(session.next()).contains("\"tools/call\"");

            write("[rate_limits]\nglobal_max_calls_per_minute = 0\n");
            session.awaitSaid("configuration reloaded");
            session.call(2, "tool", "{}");
            assertThat(session.next()).contains("this limit allows no calls");

            write("[rate_limits]\nglobal_max_calls = 5\n");
            session.awaitSaid("configuration not reloaded, the old one stays in force");
            session.call(3, "tool", "{}");
            assertThat(session.next()).contains("this limit allows no calls");

            write("[server]\nport = 9000\n");
            session.awaitSaid("holds from the next start on");
        }
    }

    @Test
    void changedPolicyIsSaidOnceAtDebugAndWildcardsAreNoWarning() throws Exception {
        write("log_level = 'debug'\n");
        Path policy = Files.writeString(home().resolve("p.toml"), deny("delete_*"));
        List<String> options = List.of("--policy", policy.toString());
        try (RawSession session = RawSession.wrap(home(), options, List.of("cat"))) {
            session.call(1, "tool", "{}");
            session.next();
            session.call(2, "delete_file", "{}");
            assertThat(session.next()).contains("no-deletes");
            Files.writeString(policy, deny("remove_*"));
            session.awaitSaid("policy reloaded");
            session.call(3, "delete_file", "{}");
            session.next();
            session.awaitSaid("-4, delete_file");

            assertThat(session.said()).noneMatch(line -> line.contains("wildcard"));
            session.endInput();
            session.exitCode();
            assertThat(session.said())
                    .filteredOn(line -> line.contains("reloaded") || line.contains("policy_loaded"))
                    .hasSize(1);
        }
        assertThat(Gateway.run(home(), "validate", "--policy", policy.toString()).out())
                .contains("`*` in `remove_*` is a wildcard");
    }

    @Test
    void changedPolicyHoldsBeforeTheServerHasSaidAnything() throws Exception {
        write("");
        Path policy = Files.writeString(home().resolve("p.toml"), deny("delete_*"));
        List<String> options = List.of("--policy", policy.toString());
        try (RawSession session = RawSession.wrap(home(), options, List.of("sleep", "60"))) {
            session.call(1, "delete_file", "{}");
            assertThat(session.next()).contains("no-deletes");
            Files.writeString(policy, deny("remove_*"));
            session.awaitSaid("policy reloaded");
            session.call(2, "remove_file", "{}");
            assertThat(session.next()).contains("no-deletes");
        }
    }

    @Test
    void firstLineOfAServerThatIsNoMessageIsSaid() throws Exception {
        write("");
        List<String> server = List.of("sh", "-c", "echo Starting up; echo Ready; exec cat");
        try (RawSession session = RawSession.wrap(home(), server)) {
            session.awaitSaid("a message is dropped: the server's message is not MCP");
            session.endInput();
            session.exitCode();
            assertThat(session.said()).filteredOn(line -> line.contains("dropped")).hasSize(1);
        }
    }

    private static String deny(String tool) {
        return "[metadata]\nname = 'n'\nversion = '1'\n[[rules]]\nid = 'no-deletes'\ntool = '"
                + tool
                + "'\naction = 'deny'\n";
    }

    @Test
    void doctorTriesWhetherAnythingCanBeWritten() throws Exception {
        // A limit on the size of files fails writes as a full disk does.
        List<String> command = new ArrayList<>(List.of("prlimit", "--fsize=1"));
        command.addAll(Gateway.command(List.of("doctor")));

        try (RawSession doctor = RawSession.start(home(), command)) {
            assertThat(String.join("\n", doctor.rest()))
                    .contains("nothing can be written to " + home(), "make room there");
            assertThat(doctor.exitCode()).isEqualTo(ExitCode.FAILED);
        }
        try (var left = Files.list(home())) {
            assertThat(left).noneMatch(file -> file.getFileName().toString().startsWith(".doctor"));
        }
        assertThat(Gateway.run(home(), "doctor").out())
                .contains("are free on the disk of " + home())
                .doesNotContain("nothing can be written");
        JsonNode status = JSON.readTree(Gateway.run(home(), "status", "--json").out());
        assertThat(status.get("free_bytes").asLong()).isPositive();
    }

    @Test
    void whatRunsWritesForItsOwnerOnly() throws Exception {
        int port = occupy();
        release();
        Map<String, String> variables =
                Map.of(
                        "AGENTGATE_DASHBOARD",
                        "on",
                        "AGENTGATE_DASHBOARD_PORT",
                        Integer.toString(port));
        // Under the most generous mask there is.
        List<String> command = new ArrayList<>(List.of("sh", "-c", "umask 0; exec \"$@\"", "sh"));
        command.addAll(Gateway.wrap(List.of("cat")));
        try (RawSession session = RawSession.start(home(), command, variables, home())) {
            session.call(1, "tool", "{}");
            session.next();
            Eventually.holds(
                    "the dashboard runs", () -> Files.exists(home().resolve("run/dashboard.json")));
            Eventually.holds(
                    "calls are recorded", () -> Files.exists(home().resolve("agentgate.db")));
            try (var all = Files.walk(home())) {
                List<Path> written = all.filter(Files::exists).toList();
                assertThat(written)
                        .anyMatch(file -> file.endsWith("run/dashboard.log"))
                        .anyMatch(file -> file.toString().endsWith(".seg"))
                        .anyMatch(file -> file.toString().endsWith(".child"));
                for (Path file : written) {
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .as("%s", file)
                            .endsWith("------");
                }
            }
        }
    }

    @Test
    void sharedDashboardSaysWhosePolicyItShows() throws Exception {
        Path strict = Files.writeString(home().resolve("strict.toml"), deny("erase"));
        int port = occupy();
        release();
        Map<String, String> variables = Map.of("AGENTGATE_DASHBOARD", "on");
        List<String> serve =
                List.of(
                        "serve",
                        "--port",
                        "0",
                        "--upstream",
                        "http://127.0.0.1:1/mcp",
                        "--dashboard-port",
                        Integer.toString(port));
        try (RawSession first =
                        RawSession.start(home(), Gateway.command(serve), variables, home());
                RawSession second =
                        RawSession.wrap(
                                home(), List.of("--policy", strict.toString()), List.of("cat"))) {
            first.awaitSaid("dashboard http://127.0.0.1:" + port + "/");
            second.call(1, "tool", "{}");
            second.next();
            JsonNode shown = JSON.readTree(Gateway.run(home(), "open", "--json").out());
            Eventually.holds(
                    "both gateways are told of",
                    () -> ask(shown, "api/policies/in-force").path("gateways").size() == 2);

            JsonNode told = ask(shown, "api/policies/in-force");
            String usual = home().resolve("policies/default.toml").toString();
            assertThat(told.path("source").asText()).isEqualTo(usual);
            Map<String, JsonNode> gateways = new HashMap<>();
            told.path("gateways").forEach(one -> gateways.put(one.path("command").asText(), one));
            assertThat(gateways).containsOnlyKeys("serve", "wrap");
            for (JsonNode gateway : gateways.values()) {
                boolean wraps = gateway.path("command").asText().equals("wrap");
                assertThat(gateway.path("source").asText())
                        .isEqualTo(wraps ? strict.toString() : usual);
                assertThat(gateway.path("shown").asBoolean(wraps)).isEqualTo(!wraps);
            }
        }
    }

    @Test
    void demoSaysThatItStartsADashboardAndWhere() throws Exception {
        int port = occupy();
        release();
        Map<String, String> variables =
                Map.of(
                        "AGENTGATE_DASHBOARD",
                        "on",
                        "AGENTGATE_DASHBOARD_PORT",
                        Integer.toString(port));
        try (RawSession demo =
                RawSession.start(home(), Gateway.command(List.of("demo")), variables, home())) {
            assertThat(demo.rest())
                    .anyMatch(
                            line ->
                                    line.contains("dashboard")
                                            && line.contains("http://127.0.0.1:" + port + "/"));
            assertThat(demo.exitCode()).isZero();
        }
    }

    @Test
    void logIsOfTheLevelAndTheFormThatAreAskedFor() throws Exception {
        write("log_level = 'debug'\nlog_format = 'json'\n");
        try (RawSession session = RawSession.wrap(home(), List.of("cat"))) {
            session.call(1, "tool", "{\"secret\":\"hunter2\"}");
            session.next();
            session.awaitSaid(", tool of cat by ");
            for (String line : session.said()) {
                assertThat(JSON.readTree(line).get("level").asText()).isNotEmpty();
                assertThat(line).doesNotContain("hunter2");
            }
        }
    }

    @Test
    void gatewaysOfAHomeShareOneDashboardThatTheFirstStarts() throws Exception {
        int port = occupy();
        release();
        Map<String, String> variables = new HashMap<>();
        variables.put("AGENTGATE_DASHBOARD", "on");
        variables.put("AGENTGATE_DASHBOARD_PORT", Integer.toString(port));
        try (RawSession first =
                        RawSession.start(home(), Gateway.wrap(List.of("cat")), variables, home());
                RawSession second =
                        RawSession.start(home(), Gateway.wrap(List.of("cat")), variables, home())) {
            for (RawSession session : List.of(first, second)) {
                session.call(1, "tool", "{}");
                session.next();
            }
            Path note = home().resolve("run/dashboard.json");
            Eventually.holds("the dashboard runs", () -> Files.exists(note));
            JsonNode shown = JSON.readTree(Gateway.run(home(), "open", "--json").out());

            assertThat(shown.get("url").asText()).isEqualTo("http://127.0.0.1:" + port + "/");
            assertThat(Files.getPosixFilePermissions(note))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
            Eventually.holds("both calls are shown", () -> calls(shown).size() == 2);
            assertThat(HomeProcesses.describe(home()))
                    .filteredOn(line -> line.contains(" dashboard "))
                    .hasSize(1);
            List<String> serve =
                    List.of("serve", "--port", "0", "--upstream", "http://127.0.0.1:1/mcp");
            try (RawSession third =
                    RawSession.start(home(), Gateway.command(serve), variables, home())) {
                third.awaitSaid("the dashboard of this home is at http://127.0.0.1:" + port + "/");
            }
        }
    }

    private static JsonNode calls(JsonNode shown) {
        return ask(shown, "api/invocations");
    }

    private static JsonNode ask(JsonNode shown, String path) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(shown.get("url").asText() + path))
                        .header("Authorization", "Bearer " + shown.get("token").asText())
                        .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            return JSON.readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
        } catch (IOException notYet) {
            return JSON.createArrayNode();
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
            return JSON.createArrayNode();
        }
    }
}
