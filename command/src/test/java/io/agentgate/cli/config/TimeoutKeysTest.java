package io.agentgate.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentgate.cli.installation.Home;
import io.agentgate.cli.terminal.CommandException;
import io.agentgate.gateway.call.Timeouts;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeoutKeysTest {
    private static final Home HOME = new Home(Path.of("/home/x"));
    private static final Path FILE = Path.of("/home/x/config.toml");

    private static Config read(String text) throws CommandException {
        return ConfigFile.read(FILE, text.replace(';', '\n'), Config.ofDefaults(HOME));
    }

    @Test
    void serversAndTheirToolsHaveTimeoutsOfTheirOwn() throws CommandException {
        Config config =
                read(
                        """
                        [upstream]
                        url = "http://a/mcp"
                        tool_timeout_seconds = { search = 5 }

                        [servers.files]
                        command = "files"
                        timeout_seconds = 30

                        [servers.files.tool_timeout_seconds]
                        "read.all" = 3600

                        [servers.other]
                        command = "other"
                        """);

        assertThat(config.server().upstream().timeouts())
                .isEqualTo(Timeouts.ofSeconds(3600, Map.of("search", 5)));
        assertThat(config.servers().listed())
                .extracting(ListedServer::timeouts)
                .containsExactly(Timeouts.ofSeconds(30, Map.of("read.all", 3600)), Timeouts.USUAL);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "timeout_seconds = 0|3:1: `servers.timeout_seconds` must be whole seconds from 1 to"
                        + " 3600",
                "timeout_seconds = 3601|3:1: `servers.timeout_seconds` must be whole seconds",
                "tool_timeout_seconds = 5|3:1: `servers.tool_timeout_seconds` must be a table of"
                        + " tools",
                "tool_timeout_seconds = {a = '5'}|3:25: `servers.tool_timeout_seconds` must be"
                        + " whole",
                "tool_timeout_seconds.a.b = 5|and a name with dots in quotes",
            })
    void whatIsNoTimeoutIsRefused(String line, String problem) {
        assertThatThrownBy(() -> read("[servers.files];command = 'files';" + line))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void toolsWithTimeoutsAreLimitedInNumber() {
        StringBuilder text = new StringBuilder("[servers.a]\ncommand='a'\n");
        text.append("[servers.a.tool_timeout_seconds]\n");
        for (int tool = 0; tool <= Timeouts.MAX_TOOLS; tool++) {
            text.append('t').append(tool).append(" = 1\n");
        }

        assertThatThrownBy(() -> read(text.toString()))
                .hasMessageContaining(
                        "`servers.tool_timeout_seconds` must name at most 1000 tools");
    }
}
