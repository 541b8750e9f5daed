package io.agentgate.e2e.processes;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.cli.terminal.ExitCode;
import io.agentgate.e2e.Gateway;
import io.agentgate.e2e.Gateway.Ended;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How the process {@code agentgate serve} begins and ends. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ServeIT {
    private static final String UPSTREAM = "http://127.0.0.1:9/mcp";
    private static final Pattern LISTENING = Pattern.compile("listening at (http://\\S+)/mcp");

    @TempDir private Path directory = Path.of("");
    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void leaveNothingRunning() {
        started.forEach(Process::destroyForcibly);
    }

    private Path home() {
        return directory.resolve("home");
    }

    private Process start(String... options) throws IOException {
        List<String> command = new ArrayList<>(Gateway.command(List.of("serve", "--port", "0")));
        command.addAll(List.of(options));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(Gateway.environment(home()));
        builder.redirectOutput(directory.resolve("out").toFile());
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private Ended refused(String... options) {
        List<String> words = new ArrayList<>(List.of("serve"));
        words.addAll(List.of(options));
        return Gateway.run(home(), words.toArray(String[]::new));
    }

    private static URI address(BufferedReader words, List<String> said) throws IOException {
        for (String line = words.readLine(); line != null; line = words.readLine()) {
            said.add(line);
            Matcher listening = LISTENING.matcher(line);
            if (listening.find()) {
                return URI.create(listening.group(1));
            }
        }
        throw new AssertionError("does not listen: " + said);
    }

    private static int status(URI address) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(address).build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    @Test
    void saysWhatItDoesAndEndsCleanlyWhenTold() throws Exception {
        Path policy = Gateway.fileInRepository("policies/default.toml");
        Process serve = start("--upstream", UPSTREAM, "--policy", policy.toString());
        List<String> said = new ArrayList<>();
        try (BufferedReader words = serve.errorReader()) {
            assertThat(status(address(words, said).resolve("/health"))).isEqualTo(200);

            serve.toHandle().destroy();
            words.lines().forEach(said::add);
        }

        assertThat(serve.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(serve.exitValue()).isEqualTo(ExitCode.OK);
        assertThat(said)
                .allMatch(line -> line.startsWith("agentgate: "))
                .anyMatch(line -> line.contains(UPSTREAM + ", recorded as 127.0.0.1:9"))
                .anyMatch(line -> line.contains("policy " + policy + ", revision "))
                .contains("agentgate: callers need no key")
                .anyMatch(line -> line.contains(home().toString()));
        assertThat(directory.resolve("out")).isEmptyFile();
        try (Stream<Path> journals = Files.list(home().resolve("journal"))) {
            assertThat(journals).as("the journal is delivered").isEmpty();
        }
    }

    @Test
    void auditLogGoesToStandardOutputWhenAsked() throws Exception {
        Process serve = start("--upstream", UPSTREAM, "--audit-log", "-");
        try (BufferedReader words = serve.errorReader()) {
            address(words, new ArrayList<>());
            serve.toHandle().destroy();
            assertThat(serve.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(Files.readAllLines(directory.resolve("out")))
                .isNotEmpty()
                .allMatch(line -> line.startsWith("{\"event\":"));
        assertThat(Path.of("-")).doesNotExist();
    }

    @Test
    void portThatIsTakenIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Ended ended = refused("--upstream", UPSTREAM, "--port", "" + taken.getLocalPort());

            assertThat(ended.exitCode()).isEqualTo(ExitCode.IO);
            assertThat(ended.err())
                    .isEqualTo(
                            "agentgate: cannot listen at 127.0.0.1:"
                                    + taken.getLocalPort()
                                    + ": the port is taken; choose another with --port, or end what"
                                    + " listens there\n");
        }
    }

    @Test
    void otherMachinesAreNotLetInWithoutAKey() {
        for (String address : List.of("0.0.0.0", "::")) {
            Ended ended = refused("--upstream", UPSTREAM, "--bind", address);

            assertThat(ended.exitCode()).isEqualTo(ExitCode.CONFIG);
            assertThat(ended.err()).contains("other machines reach " + address);
        }
    }

    @Test
    void unusableKeysEndItBeforeItListens() throws Exception {
        Files.createDirectories(home());
        Files.writeString(home().resolve("keys.toml"), "keys = 5");

        Ended ended = refused("--upstream", UPSTREAM);

        assertThat(ended.exitCode()).isEqualTo(ExitCode.CONFIG);
        assertThat(ended.err()).contains("keys.toml").doesNotContain("listening");
    }

    @Test
    void wrongPolicyEndsItBeforeItListens() throws Exception {
        Path policy = Files.writeString(directory.resolve("policy.toml"), "rules = 5");

        Ended ended = refused("--upstream", UPSTREAM, "--policy", policy.toString());

        assertThat(ended.exitCode()).isEqualTo(ExitCode.CONFIG);
        assertThat(ended.err()).contains(policy + ":1:").doesNotContain("listening");
    }

    @Test
    void variableThatIsNotSetIsNamedAndNoValueShown() {
        Ended ended =
                refused("--upstream", UPSTREAM, "--header", "X-Key: sk-SECRET${NOT_SET_ANYWHERE}");

        assertThat(ended.exitCode()).isEqualTo(ExitCode.CONFIG);
        assertThat(ended.err()).contains("NOT_SET_ANYWHERE").doesNotContain("sk-SECRET");
    }
}
