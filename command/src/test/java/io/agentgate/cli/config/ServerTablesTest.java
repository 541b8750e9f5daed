package io.agentgate.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentgate.cli.installation.Home;
import io.agentgate.cli.terminal.CommandException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerTablesTest {
    private static final Home HOME = new Home(Path.of("/home/x"));
    private static final Path FILE = Path.of("/home/x/config.toml");

    private static ServerConfig read(String... lines) throws CommandException {
        return ConfigFile.read(FILE, String.join("\n", lines), Config.ofDefaults(HOME)).server();
    }

    @Test
    void listensOnThisMachineUnlessTheFileSaysOtherwise() throws CommandException {
        assertThat(read("")).isEqualTo(ServerConfig.DEFAULT);
        assertThat(read("[server]", "[upstream]")).isEqualTo(ServerConfig.DEFAULT);
        assertThat(ServerConfig.DEFAULT.bind()).isEqualTo("127.0.0.1");
    }

    @Test
    void everyValueGetsToItsPlace() throws CommandException {
        assertThat(
                        read(
                                "[server]",
                                "port = 8080",
                                "bind = '0.0.0.0'",
                                "allow_origins = ['https://app.example.com', 'http://x:1']",
                                "api_key_header = 'X-API-Key'",
                                "[upstream]",
                                "url = 'https://mcp.example.com/mcp'",
                                "name = 'tickets'",
                                "headers = { Authorization = 'Bearer ${TOKEN}' }"))
                .isEqualTo(
                        new ServerConfig(
                                8080,
                                "0.0.0.0",
                                Set.of("https://app.example.com", "http://x:1"),
                                "X-API-Key",
                                new UpstreamConfig(
                                        URI.create("https://mcp.example.com/mcp"),
                                        "tickets",
                                        List.of(new Header("Authorization", "Bearer ${TOKEN}")))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[server];prot = 1|2:1: unknown key `server.prot`; did you mean `port`?",
                "[server];port = 65536|2:1: `server.port` must be a whole number from 0 to 65535",
                "[server];bind = 5|2:1: `server.bind` must be an address",
                "[server];allow_origins = 'https://x'|2:1: `server.allow_origins` must be a list",
                "[server];allow_origins = ['*']|2:1: `server.allow_origins` must be a list",
                "[server];trusted_proxies = ['10.0.0.0/33']|2:1: `server.trusted_proxies` must be"
                        + " a",
                "[server];trusted_proxies = ['proxy.example']|2:1: `server.trusted_proxies` must"
                        + " be",
                "[server];api_key_header = 'X Key'|2:1: `server.api_key_header` names no header",
                "[upstream];url = 'http://u:SECRET@h/'|2:1: `upstream.url` must be an http or",
                "[upstream];name = 'a b'|2:1: `upstream.name` must be a word",
                "[upstream];validate_arguments = 1|2:1: `upstream.validate_arguments` must be true",
                "[servers.a];command = 'a';validate_arguments = 'yes'|3:1:"
                        + " `servers.validate_arguments` must be true or false",
                "[upstream];headers = 5|2:1: `upstream.headers` must be a table",
                "[upstream.headers];Host = 'SECRET'|2:1: the header `Host` is set by the gateway",
                "[upstream.headers];X-Key = 5|2:1: the value of a header must be in quotes",
                "[upstream.headers];X-Key = 'SECRET${'|2:1: the header `X-Key` has a `${`",
            })
    void wrongValueIsRefusedWithItsPlaceAndNoSecret(String text, String reason) {
        assertThatThrownBy(() -> read(text.split(";")))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining(FILE + ":")
                .hasMessageContaining(reason)
                .hasMessageNotContaining("SECRET");
    }
}
