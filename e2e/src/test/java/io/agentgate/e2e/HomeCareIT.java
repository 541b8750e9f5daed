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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
        assertThat(Gateway.run(home(), "validate").out()).contains("default.toml, 5 rules");
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
        TWO_CONFIGURATIONS("there are several configurations", "correct the file", false) {
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
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(shown.get("url").asText() + "api/invocations"))
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
