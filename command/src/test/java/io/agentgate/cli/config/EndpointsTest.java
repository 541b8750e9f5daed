package io.agentgate.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentgate.cli.installation.Home;
import io.agentgate.cli.terminal.CommandException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointsTest {
    private static final Home HOME = new Home(Path.of("/home/x"));
    private static final Path FILE = Path.of("/home/x/config.toml");

    private static ListedServer.Way way(String lines) throws CommandException {
        return ConfigFile.read(
                        FILE, "[servers.web]\n" + lines.replace(';', '\n'), Config.ofDefaults(HOME))
                .servers()
                .listed()
                .getFirst()
                .way();
    }

    @Test
    void aServerHasOneEndpointOrSeveral() throws CommandException {
        URI one = URI.create("http://a:1/mcp");
        URI two = URI.create("https://b/mcp");

        assertThat(way("url = 'http://a:1/mcp'"))
                .isEqualTo(new ListedServer.Way.Http(Endpoints.one(one), List.of()));
        assertThat(way("urls = ['http://a:1/mcp', 'https://b/mcp'];health_seconds = 3;retries = 0"))
                .isEqualTo(
                        new ListedServer.Way.Http(
                                new Endpoints(List.of(one, two), 3, 0), List.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "urls = ['http://a/mcp']|2:1: `servers.urls` must be a list of 2 to 16 endpoints",
                "urls = ['http://a/mcp', 'http://a/mcp']|`servers.urls` must be a list of 2 to 16",
                "urls = ['http://a/mcp', 'ftp://b/mcp']|`servers.urls` must be a list of 2 to 16",
                "urls = 'http://a/mcp'|`servers.urls` must be a list of 2 to 16 endpoints",
                "urls = ['http://a/', 'http://b/'];url = 'http://a/'|2:1: a server has"
                        + " `servers.url` or",
                "urls = ['http://a/', 'http://b/'];transport = 'sse'|a server over sse has one",
                "urls = ['http://a/', 'http://b/'];command = 'a'|needs a command or a url, and not"
                        + " both",
                "command = 'a';health_seconds = 1|is nothing of a server that has a command",
                "url = 'http://a/';retries = 6|3:1: `servers.retries` must be a whole number from 0"
                        + " to 5",
                "url = 'http://a/';transport = 'sse';retries = 1|nothing of a server over sse",
                "url = 'http://a/';health_seconds = 0|3:1: `servers.health_seconds` must be a"
                        + " whole",
            })
    void whatIsNoListOfEndpointsIsRefused(String lines, String problem) {
        assertThatThrownBy(() -> way(lines))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining(problem);
    }
}
