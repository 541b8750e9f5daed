package io.agentgate.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.cli.composition.NamedFiles;
import io.agentgate.cli.config.Header;
import io.agentgate.cli.config.Program;
import io.agentgate.cli.config.TlsConfig;
import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import io.agentgate.gateway.call.Timeouts;
import io.agentgate.gateway.credential.SecretReference;
import io.agentgate.gateway.credential.UpstreamCredential;
import io.agentgate.gateway.federation.PrefixMode;
import io.agentgate.gateway.journal.JournalSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ServeCommandTest {
    @TempDir private Path directory = Path.of("");
    private final List<ServeSettings> served = new ArrayList<>();
    private @Nullable Exception refused;

    @BeforeEach
    void fileOfAServer() throws IOException {
        Files.writeString(
                file(),
                """
                [server]
                port = 8080
                bind = "127.0.0.2"
                allow_origins = ["https://of.the.file"]

                [upstream]
                url = "https://mcp.example.com/mcp"
                name = "tickets"
                headers = { Authorization = "Bearer ${TOKEN}", X-Team = "a" }
                """);
        Files.writeString(directory.resolve("empty.toml"), "");
    }

    private Path file() {
        return directory.resolve("config.toml");
    }

    private int serve(String... options) {
        CommandLine line =
                new CommandLine(
                        new ServeCommand(
                                settings -> {
                                    served.add(settings);
                                    return ExitCode.OK;
                                },
                                Map.of("TOKEN", "sk-SECRET")));
        line.setExecutionExceptionHandler(
                (failed, ignored, alsoIgnored) -> {
                    refused = failed;
                    return failed instanceof CommandException known
                            ? known.exitCode()
                            : ExitCode.INTERNAL;
                });
        line.setParameterExceptionHandler((wrong, ignored) -> ExitCode.USAGE);
        return line.execute(options);
    }

    @Test
    void dashboardIsWhereTheCommandLineSays() throws IOException {
        Path file = Files.writeString(directory.resolve("d.toml"), "dashboard_port = 7171\n");
        String[] words = {"--config", file.toString(), "--upstream", "http://127.0.0.1:1/mcp"};
        assertThat(settings(words).dashboardPort()).isEqualTo(7171);

        String[] more = Arrays.copyOf(words, words.length + 2);
        more[words.length] = "--dashboard-port";
        more[words.length + 1] = "0";
        assertThat(settings(more).dashboardPort()).isZero();
        more[words.length + 1] = "65536";
        assertThat(serve(more)).isEqualTo(ExitCode.USAGE);
        assertThat(refused).hasMessageStartingWith("--dashboard-port must be a whole number");
    }

    private ServeSettings settings(String... options) {
        assertThat(serve(options)).as("%s", refused).isEqualTo(ExitCode.OK);
        return served.getLast();
    }

    /** The only server, which is reached by a URL. */
    private static Served.Endpoint endpoint(ServeSettings settings) {
        assertThat(settings.choice().servers()).hasSize(1);
        assertThat(settings.choice().front())
                .isEqualTo(settings.choice().servers().getFirst().name());
        return (Served.Endpoint) settings.choice().servers().getFirst();
    }

    private String refusal() {
        return refused == null ? "" : String.valueOf(refused.getMessage());
    }

    @Test
    void urlIsEnough() {
        ServeSettings settings =
                settings(
                        "--upstream",
                        "http://127.0.0.1:3001/mcp",
                        "--config=" + directory.resolve("empty.toml"));

        assertThat(settings.listener())
                .isEqualTo(new ServeSettings.Listener("127.0.0.1", 7072, Set.of()));
        assertThat(endpoint(settings))
                .isEqualTo(
                        new Served.Endpoint(
                                "127.0.0.1:3001",
                                URI.create("http://127.0.0.1:3001/mcp"),
                                List.of()));
        assertThat(settings.config().journal()).isEqualTo(JournalSettings.ofServer());
    }

    @Test
    void fileIsEnough() {
        ServeSettings settings = settings("--config=" + file());

        assertThat(settings.listener())
                .isEqualTo(
                        new ServeSettings.Listener(
                                "127.0.0.2", 8080, Set.of("https://of.the.file")));
        assertThat(endpoint(settings))
                .isEqualTo(
                        new Served.Endpoint(
                                "tickets",
                                URI.create("https://mcp.example.com/mcp"),
                                List.of(
                                        new Header("Authorization", "Bearer sk-SECRET"),
                                        new Header("X-Team", "a"))));
    }

    @Test
    void commandLineGoesBeforeTheFile() {
        ServeSettings settings =
                settings(
                        "--config=" + file(),
                        "--transport=http",
                        "--port=0",
                        "--bind=::1",
                        "--allow-origin=https://a",
                        "--allow-origin=https://b",
                        "--header=x-team: ${TOKEN}",
                        "--policy=p",
                        "--candidate=n",
                        "--db=d",
                        "--audit-log=-");

        assertThat(settings.listener())
                .isEqualTo(new ServeSettings.Listener("::1", 0, Set.of("https://a", "https://b")));
        assertThat(endpoint(settings).headers())
                .containsExactlyInAnyOrder(
                        new Header("Authorization", "Bearer sk-SECRET"),
                        new Header("x-team", "sk-SECRET"));
        assertThat(settings.files())
                .isEqualTo(
                        new NamedFiles(
                                file(),
                                Path.of("p"),
                                Path.of("n"),
                                Path.of("d"),
                                NamedFiles.STANDARD_OUTPUT));
    }

    @Test
    void headersOfTheFileAreSentToNoOtherServer() {
        ServeSettings settings =
                settings(
                        "--config=" + file(),
                        "--upstream=http://elsewhere/mcp",
                        "--header=X-Key: mine");

        assertThat(endpoint(settings).name()).isEqualTo("elsewhere");
        assertThat(endpoint(settings).headers()).containsExactly(new Header("X-Key", "mine"));
    }

    @Test
    void credentialOfTheFileIsReadAtOnceAndSentToNoOtherServer() throws IOException {
        Files.writeString(
                directory.resolve("credential.toml"),
                """
                [upstream]
                url = "https://mcp.example.com/mcp"
                credential = { kind = "bearer", token = "${env:TOKEN}" }
                """);
        String config = "--config=" + directory.resolve("credential.toml");
        UpstreamCredential bearer =
                new UpstreamCredential.Bearer(new SecretReference.Environment("TOKEN"));

        assertThat(endpoint(settings(config)).access().credential()).isEqualTo(bearer);
        assertThat(settings(config).toString()).doesNotContain("SECRET");
        assertThat(endpoint(settings(config, "--upstream=http://elsewhere/mcp")).access())
                .isEqualTo(Served.Access.NONE);
    }

    @Test
    void allServersOfTheFileStandBehindTheGateway() throws IOException {
        Files.writeString(
                directory.resolve("servers.toml"),
                """
                [servers.files]
                command = "npx"
                args = ["-y", "server-files", "${TOKEN}"]
                cwd = "/srv"
                max_children = 7
                shared = true
                timeout_seconds = 20
                tool_timeout_seconds = { read = 5 }

                [servers.tickets]
                url = "http://127.0.0.1:3001/mcp"
                """);

        ServedServers.Choice choice =
                settings("--config=" + directory.resolve("servers.toml")).choice();

        assertThat(choice.front()).isNull();
        assertThat(choice.servers())
                .containsExactly(
                        new Served.Program(
                                new Program(
                                        "files",
                                        List.of("npx", "-y", "server-files", "sk-SECRET"),
                                        Map.of(),
                                        Path.of("/srv"),
                                        7,
                                        true,
                                        Timeouts.ofSeconds(20, Map.of("read", 5)))),
                        new Served.Endpoint(
                                "tickets", URI.create("http://127.0.0.1:3001/mcp"), List.of()));
        assertThat(choice.toString()).doesNotContain("SECRET");
    }

    @Test
    void argumentsAreValidatedOfServersThatSaySo() throws IOException {
        Files.writeString(
                directory.resolve("servers.toml"),
                """
                [upstream]
                url = "http://127.0.0.1:3001/mcp"
                validate_arguments = true

                [servers.files]
                command = "npx"
                validate_arguments = true

                [servers.tickets]
                url = "http://127.0.0.1:3002/mcp"
                """);
        String config = "--config=" + directory.resolve("servers.toml");

        assertThat(settings(config).choice().validated())
                .containsExactlyInAnyOrder("127.0.0.1:3001", "files");
        assertThat(settings(config, "--server=files").choice().validated())
                .containsExactly("files");
        assertThat(settings(config, "--server=tickets").choice().validated()).isEmpty();
        assertThat(settings(config, "--upstream=http://127.0.0.1:3001/mcp").choice().validated())
                .isEmpty();
    }

    @Test
    void serverOverSseIsServedWithItsHeaders() throws IOException {
        Files.writeString(
                directory.resolve("servers.toml"),
                """
                [servers.old]
                transport = "sse"
                url = "http://127.0.0.1:3001/sse"
                headers = { X-Key = "${TOKEN}" }
                """);
        Served.Endpoint stream =
                new Served.Endpoint(
                        "old",
                        URI.create("http://127.0.0.1:3001/sse"),
                        List.of(new Header("X-Key", "sk-SECRET")));

        assertThat(settings("--config=" + directory.resolve("servers.toml")).choice())
                .isEqualTo(
                        new ServedServers.Choice(
                                List.of(new Served.Sse(stream)),
                                "old",
                                PrefixMode.ALWAYS,
                                Set.of()));
        assertThat(
                        settings(
                                        "--config=" + directory.resolve("empty.toml"),
                                        "--transport=sse",
                                        "--upstream=http://127.0.0.1:3001/sse")
                                .choice()
                                .servers())
                .containsExactly(
                        new Served.Sse(
                                new Served.Endpoint(
                                        "127.0.0.1:3001",
                                        URI.create("http://127.0.0.1:3001/sse"),
                                        List.of())));
    }

    @Test
    void eachServerIsShownItsOwnCredentialAndReachedByItsOwnTls() throws IOException {
        Files.writeString(
                directory.resolve("servers.toml"),
                """
                [servers.bearer]
                url = "https://one.example.com/mcp"
                credential = { kind = "bearer", token = "${env:TOKEN}" }
                tls = { ca = "one.pem" }

                [servers.key]
                transport = "sse"
                url = "http://127.0.0.1:3001/sse"
                credential = { kind = "header", name = "X-Key", value = "${env:TOKEN}" }

                [servers.nobody]
                url = "http://127.0.0.1:3001/mcp"
                """);
        SecretReference token = new SecretReference.Environment("TOKEN");

        List<Served> servers =
                settings("--config=" + directory.resolve("servers.toml")).choice().servers();

        Served.Access first = ((Served.Endpoint) servers.get(0)).access();
        assertThat(first.credential()).isEqualTo(new UpstreamCredential.Bearer(token));
        assertThat(first.tls()).isEqualTo(new TlsConfig(null, null, directory.resolve("one.pem")));
        Served.Access second = ((Served.Sse) servers.get(1)).stream().access();
        assertThat(second.credential()).isEqualTo(new UpstreamCredential.Header("X-Key", token));
        assertThat(second.tls()).isNull();
        assertThat(((Served.Endpoint) servers.get(2)).access()).isEqualTo(Served.Access.NONE);
        assertThat(servers.toString()).doesNotContain("SECRET");
    }

    @Test
    void credentialOfOneServerThatCannotBeHadIsRefusedWithItsName() throws IOException {
        Files.writeString(
                directory.resolve("servers.toml"),
                """
                [servers.tickets]
                url = "https://one.example.com/mcp"
                credential = { kind = "bearer", token = "${env:NOPE}" }
                """);

        assertThat(serve("--config=" + directory.resolve("servers.toml")))
                .isEqualTo(ExitCode.CONFIG);
        assertThat(refusal())
                .contains("the credential of server `tickets`: ${env:NOPE} is not set or empty");
    }

    @Test
    void upstreamStandsInFrontOfOthersAndHeadersOfTheLineAreForItAlone() throws IOException {
        Files.writeString(
                directory.resolve("servers.toml"),
                """
                [upstream]
                url = "https://mcp.example.com/mcp"
                name = "main"

                [servers.tickets]
                url = "http://127.0.0.1:3001/mcp"
                """);

        ServedServers.Choice choice =
                settings("--config=" + directory.resolve("servers.toml"), "--header=X-Key: mine")
                        .choice();

        assertThat(choice.front()).isEqualTo("main");
        assertThat(choice.servers())
                .containsExactly(
                        new Served.Endpoint(
                                "main",
                                URI.create("https://mcp.example.com/mcp"),
                                List.of(new Header("X-Key", "mine"))),
                        new Served.Endpoint(
                                "tickets", URI.create("http://127.0.0.1:3001/mcp"), List.of()));
    }

    @Test
    void credentialThatCannotBeHadIsRefused() throws IOException {
        Files.writeString(
                directory.resolve("credential.toml"),
                """
                [upstream]
                url = "https://mcp.example.com/mcp"
                credential = { kind = "bearer", token = "${env:NOPE}" }
                """);

        assertThat(serve("--config=" + directory.resolve("credential.toml")))
                .isEqualTo(ExitCode.CONFIG);
        assertThat(refusal()).contains("${env:NOPE} is not set or empty");
        assertThat(served).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--port=1|64|--upstream URL is missing",
                "--upstream=http://u:SECRET@h/mcp|64|--upstream must be an http or https URL",
                "--upstream=http://h --transport=stdio|64|over http or sse, not over `stdio`",
                "--transport=sse|64|--transport sse says how --upstream is reached",
                "--upstream=http://h --port=65536|64|--port must be a whole number",
                "--upstream=http://h --port=x|64|",
                "--upstream=http://h --allow-origin=*|64|--allow-origin must be an origin",
                "--upstream=http://h --header=SECRET|64|a header is written",
                "--upstream=http://h --header=A:SECRET --header=a:b|64|given twice",
                "--upstream=http://h --header=A:${NOPE}|78|environment variable NOPE",
                "--upstream=http://h stray|64|",
            })
    void wrongLineIsRefused(String options, int exitCode, @Nullable String reason) {
        String[] words = (options + " --config=" + directory.resolve("empty.toml")).split(" ");

        assertThat(serve(words)).isEqualTo(exitCode);
        assertThat(refusal()).contains(reason == null ? "" : reason).doesNotContain("SECRET");
        assertThat(served).isEmpty();
    }

    @Test
    void textFormOfTheSettingsShowsNoSecret() {
        assertThat(settings("--config=" + file()).toString()).doesNotContain("SECRET");
    }
}
