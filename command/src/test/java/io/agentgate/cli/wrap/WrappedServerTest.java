package io.agentgate.cli.wrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentgate.cli.config.Config;
import io.agentgate.cli.installation.Home;
import io.agentgate.cli.terminal.CommandException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WrappedServerTest {
    private static final String SERVERS =
            """
            [[servers]]
            name = "files"
            command = "npx"
            args = ["-y", "server-files"]
            env = { ROOT = "/srv", KEY = "${FILES_KEY}" }

            [[servers]]
            name = "web"
            url = "https://mcp.example.com/mcp"
            """;

    @TempDir private Path directory;

    private WrappedServer server(String config, Map<String, String> variables, String... words)
            throws Exception {
        Path file = Files.writeString(directory.resolve("config.toml"), config);
        return WrappedServer.of(
                WrapOptions.parse(List.of(words)),
                Config.load(new Home(directory), file),
                variables);
    }

    @Test
    void serverOfTheConfigurationIsStartedAsItSays() throws Exception {
        WrappedServer server =
                server(SERVERS, Map.of("FILES_KEY", "sk-secret"), "--server", "files");

        assertThat(server.name()).isEqualTo("files");
        assertThat(server.command()).containsExactly("npx", "-y", "server-files");
        assertThat(server.environment()).containsEntry("KEY", "sk-secret");
        assertThat(server).asString().doesNotContain("sk-secret");
    }

    @Test
    void argumentsAreValidatedWhereTheCommandLineOrTheConfigurationSaysSo() throws Exception {
        String validated =
                SERVERS
                        + "validate_arguments = true\n\n"
                        + "[[servers]]\n"
                        + "name = 'git'\n"
                        + "command = 'git'\n"
                        + "validate_arguments = true\n";
        assertThat(server(validated, Map.of(), "--server", "git").validatesArguments()).isTrue();
        assertThat(server("", Map.of(), "--", "cat").validatesArguments()).isFalse();
        assertThat(
                        server("", Map.of(), "--validate-arguments", "--name", "c", "--", "cat")
                                .validatesArguments())
                .isTrue();
    }

    @Test
    void nameIsThatOfTheCommandLineOrTheConfigurationOrTheCommand() throws Exception {
        assertThat(server("", Map.of(), "--name", "a", "--", "/bin/cat").name()).isEqualTo("a");
        assertThat(server("server_name = 'b'", Map.of(), "--", "/bin/cat").name()).isEqualTo("b");
        assertThat(server("", Map.of(), "--", "/bin/cat").name()).isEqualTo("cat");
    }

    @ParameterizedTest
    @CsvSource({
        "fils, the configuration has no server `fils`; did you mean `files`?",
        "web, `agentgate serve --server web`",
        "files, server `files` needs the environment variable FILES_KEY"
    })
    void whatCannotBeStartedIsRefused(String name, String problem) {
        assertThatThrownBy(() -> server(SERVERS, Map.of(), "--server", name))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining(problem);
    }
}
