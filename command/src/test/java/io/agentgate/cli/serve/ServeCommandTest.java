package io.agentgate.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.cli.composition.NamedFiles;
import io.agentgate.cli.config.Header;
import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import io.agentgate.gateway.credential.SecretReference;
import io.agentgate.gateway.credential.UpstreamCredential;
import io.agentgate.gateway.journal.JournalSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

    private ServeSettings settings(String... options) {
        assertThat(serve(options)).as("%s", refused).isEqualTo(ExitCode.OK);
        return served.getLast();
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
        assertThat(settings.upstream())
                .isEqualTo(
                        new ServeSettings.Upstream(
                                URI.create("http://127.0.0.1:3001/mcp"),
                                "127.0.0.1:3001",
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
        assertThat(settings.upstream())
                .isEqualTo(
                        new ServeSettings.Upstream(
                                URI.create("https://mcp.example.com/mcp"),
                                "tickets",
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
                        "--db=d",
                        "--audit-log=-");

        assertThat(settings.listener())
                .isEqualTo(new ServeSettings.Listener("::1", 0, Set.of("https://a", "https://b")));
        assertThat(settings.upstream().headers())
                .containsExactlyInAnyOrder(
                        new Header("Authorization", "Bearer sk-SECRET"),
                        new Header("x-team", "sk-SECRET"));
        assertThat(settings.files())
                .isEqualTo(
                        new NamedFiles(
                                file(), Path.of("p"), Path.of("d"), NamedFiles.STANDARD_OUTPUT));
    }

    @Test
    void headersOfTheFileAreSentToNoOtherServer() {
        ServeSettings settings =
                settings(
                        "--config=" + file(),
                        "--upstream=http://elsewhere/mcp",
                        "--header=X-Key: mine");

        assertThat(settings.upstream().server()).isEqualTo("elsewhere");
        assertThat(settings.upstream().headers()).containsExactly(new Header("X-Key", "mine"));
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

        assertThat(settings(config).upstream().access().credential()).isEqualTo(bearer);
        assertThat(settings(config).toString()).doesNotContain("SECRET");
        assertThat(settings(config, "--upstream=http://elsewhere/mcp").upstream().access())
                .isEqualTo(ServeSettings.Access.NONE);
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
                "--upstream=http://h --transport=sse|64|over http only, not over `sse`",
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
