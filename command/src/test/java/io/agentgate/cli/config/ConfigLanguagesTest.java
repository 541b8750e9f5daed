package io.agentgate.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentgate.cli.installation.Home;
import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.voice.LogLevel;
import io.agentgate.gateway.call.Timeouts;
import io.agentgate.gateway.circuit.CircuitSettings;
import io.agentgate.gateway.quota.RateLimits;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One configuration in three languages. */
class ConfigLanguagesTest {
    private static final Map<String, String> TEXTS =
            Map.of(
                    "config.toml",
                    """
                    log_level = "debug"
                    server_name = "tickets"
                    dashboard_port = 7171

                    [rate_limits]
                    global_max_calls_per_minute = 500

                    [circuit_breaker]
                    error_threshold = 3

                    [server]
                    allow_origins = ["https://a.example.com"]

                    [[servers]]
                    name = "files"
                    command = "npx"
                    args = ["-y", "server-files"]
                    env = { ROOT = "/srv" }
                    validate_arguments = true

                    [[servers]]
                    name = "web"
                    url = "https://mcp.example.com/mcp"
                    headers = { Authorization = "Bearer ${TOKEN}" }
                    bind_port = 7073
                    """,
                    "config.yaml",
                    """
                    log_level: debug
                    server_name: tickets
                    dashboard_port: 7171
                    rate_limits:
                      global_max_calls_per_minute: 500
                    circuit_breaker: {error_threshold: 3}
                    server:
                      allow_origins: [https://a.example.com]
                    servers:
                      - name: files
                        command: npx
                        args: [-y, server-files]
                        env: {ROOT: /srv}
                        validate_arguments: true
                      - name: web
                        url: https://mcp.example.com/mcp
                        headers:
                          Authorization: Bearer ${TOKEN}
                        bind_port: 7073
                    """,
                    "config.json",
                    """
                    {
                    \t"log_level": "debug", "server_name": "tickets", "dashboard_port": 7171,
                    \t"rate_limits": {"global_max_calls_per_minute": 500},
                    \t"circuit_breaker": {"error_threshold": 3},
                    \t"server": {"allow_origins": ["https://a.example.com"]},
                    \t"servers": [
                    \t\t{"name": "files", "command": "npx", "args": ["-y", "server-files"],
                    \t\t "env": {"ROOT": "/srv"}, "validate_arguments": true},
                    \t\t{"name": "web", "url": "https://mcp.example.com/mcp", "bind_port": 7073,
                    \t\t "headers": {"Authorization": "Bearer ${TOKEN}"}}
                    \t]
                    }
                    """);

    @TempDir private Path directory;

    private static Config read(String name, String text, Map<String, String> environment)
            throws CommandException {
        return ConfigFile.read(
                Path.of("/home/x", name),
                text,
                environment,
                Config.ofDefaults(new Home(Path.of("/home/x"))));
    }

    private static Config read(String name) throws CommandException {
        return read(name, TEXTS.getOrDefault(name, ""), Map.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"config.toml", "config.yaml", "config.json"})
    void sameKeysMeanTheSame(String name) throws Exception {
        Config config = read(name);

        assertThat(config.watching().level()).isEqualTo(LogLevel.DEBUG);
        assertThat(config.watching().dashboardPort()).isEqualTo(7171);
        assertThat(config.rateLimits()).isEqualTo(new RateLimits(500L, null, null));
        assertThat(config.breaker())
                .isEqualTo(new CircuitSettings(3, Duration.ofSeconds(30), Duration.ofSeconds(60)));
        assertThat(config.server().allowOrigins()).containsExactly("https://a.example.com");
        assertThat(config.servers().name()).isEqualTo("tickets");
        assertThat(config.servers().listed())
                .containsExactly(
                        new ListedServer(
                                "files",
                                new ListedServer.Way.Command(List.of("npx", "-y", "server-files")),
                                Map.of("ROOT", "/srv"),
                                null,
                                Timeouts.USUAL,
                                true),
                        new ListedServer(
                                "web",
                                new ListedServer.Way.Http(
                                        Endpoints.one(URI.create("https://mcp.example.com/mcp")),
                                        List.of(new Header("Authorization", "Bearer ${TOKEN}"))),
                                Map.of(),
                                7073,
                                Timeouts.USUAL,
                                false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "config.yaml|log_levl: info|config.yaml:1:1: unknown key `log_levl`; did you mean"
                        + " `log_level`?",
                "config.yaml|log_level: loud|config.yaml:1:1: unknown `log_level`",
                "config.yaml|server: {port: 'x'}|config.yaml:1:10: `server.port` must be a whole",
                "config.yaml|a: [|not YAML",
                "config.yaml|- a|must be one mapping",
                "config.yaml|log_level: info;log_level: info|config.yaml:2:1: `log_level` is there"
                        + " twice",
                "config.json|{\"serve\": 1}|config.json:1:2: unknown key `serve`",
                "config.json|{\"server\": {\"port\": 1.5}}|config.json:1:13: `server.port` must be",
                "config.json|{\"log_level\": \"info\",}|config.json:1:22: not JSON",
                "config.json|[]|must be one JSON object",
                "config.json|{} {}|something follows",
                "config.json|{\"db_path\": \"a\", \"db_path\": \"b\"}|`db_path` is there twice",
                "config.toml|[[servers]];name = 'a'|needs a command or a url",
                "config.toml|[[servers]];name = 'a';command = 'x';url = 'http://x/'|and not both",
                "config.toml|[[servers]];name = 'a b';command = 'x'|2:1: `servers.name` must be",
                "config.toml|[[servers]];command = 'x'|`servers.name` must be",
                "config.toml|[[servers]];nam = 'a'|unknown key `servers.nam`; did you mean",
                "config.toml|[[servers]];name='a';command='x';[[servers]];name='a';command='y'"
                        + "|two servers are called `a`",
                "config.toml|[[servers]];name='a';command='x';transport='http'|is reached by stdio",
                "config.toml|[[servers]];name='a';url='ftp://x'|`servers.url` must be",
                "config.toml|[[servers]];name='a';url='http://x/mcp';bind_port=0|from 1 to 65535",
                "config.toml|[[servers]];name='a';command='x';args='-y'|must be a list of texts",
                "config.toml|servers = 1|1:1: `servers` must be tables: [servers.NAME]",
                "config.toml|[servers];a = 1|2:1: `servers` must be tables: [servers.NAME]",
                "config.toml|[servers.a];name='b';command='x'|its name from its table: `a`",
                "config.toml|[servers.'a b'];command='x'|the name of a server must be",
                "config.toml|[servers.a];command='x';max_children=0|from 1 to 1000",
                "config.toml|[servers.a];url='http://x/mcp';cwd='/'|is nothing of a server",
                "config.toml|[servers.a];command='x';tls={ca='c'}|3:1: `servers.tls` is nothing of",
                "config.toml|[servers.a];url='http://x/';credential=5|must be a table: "
                        + "[servers.NAME.credential]",
                "config.toml|[servers.a];url='http://x/';[servers.a.credential]|3:1: `servers."
                        + "credential.kind` is missing",
                "config.toml|[servers.a];url='http://x/';credential={kind='bearer',tokn='SECRET'}|"
                        + "3:27: unknown key `servers.a.credential.tokn`; did you mean `token`?",
                "config.toml|[servers.a];url='http://x/';[servers.a.credential];kind='bearer';"
                        + "token='SECRET'|5:1: `servers.credential.token` must be",
                "config.toml|[servers.a];url='http://x/';headers={authorization='SECRET'};"
                        + "credential={kind='bearer',token='${env:A}'}|4:1: `servers.credential` "
                        + "sets the header `Authorization`, and `servers.headers` does, too",
                "config.toml|[servers.a];url='http://x/';[servers.a.tls];key='k'|`servers.tls."
                        + "certificate` and `servers.tls.key` belong together",
                "config.yaml|servers:; - {name: a, url: 'http://x/', credential: {kind: ntlm}}|"
                        + "`servers.credential.kind` must be one of bearer",
                "config.json|{\"servers\": {\"a\": {\"url\": \"http://x/\", \"tls\": {\"ca\":"
                        + " 5}}}}|`servers.tls.ca` must be a path",
                "config.yaml|servers: {a: {comand: x}}|unknown key `servers.a.comand`; did you"
                        + " mean",
                "config.toml|dashboard_api_key = 'short'|`dashboard_api_key` must be 16 to 256"
            })
    void whatIsWrongIsNamedWithItsPlace(String name, String text, String problem) {
        assertThatThrownBy(() -> read(name, text.replace(';', '\n'), Map.of()))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining(problem)
                .hasMessageNotContaining("SECRET");
    }

    @Test
    void allThatIsWrongIsNamedAtOnceInTheOrderOfTheFile() {
        assertThatThrownBy(
                        () ->
                                read(
                                        "config.toml",
                                        """
                                        log_levl = "info"
                                        [server]
                                        port = "x"
                                        prot = 1
                                        [[servers]]
                                        name = "a"
                                        command = "x"
                                        transprot = "stdio"
                                        transport = "carrier"
                                        [upstream.credential]
                                        kind = "bearer"
                                        tokn = "x"
                                        """,
                                        Map.of("AGENTGATE_LOG_LEVEL", "loud")))
                .message()
                .hasLineCount(9)
                .containsSubsequence(
                        "refused",
                        ":1:1: unknown key `log_levl`; did you mean `log_level`?",
                        ":3:1: `server.port` must be",
                        ":4:1: unknown key `server.prot`; did you mean `port`?",
                        ":8:1: unknown key `servers.transprot`",
                        ":9:1: unknown `servers.transport`",
                        ":10:1: `upstream.credential.token` is missing",
                        ":12:1: unknown key `upstream.credential.tokn`",
                        "environment variable AGENTGATE_LOG_LEVEL: unknown");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "log_level = 'info'"})
    void fileOfAnUnknownLanguageIsRefusedWhateverIsInIt(String text) {
        assertThatThrownBy(() -> read("g.ini", text, Map.of()))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("g.ini:1:1: a configuration is called .toml, .yaml");
    }

    @Test
    void environmentGoesBeforeTheFile() throws Exception {
        Config config =
                read(
                        "config.toml",
                        "log_level = 'debug'\n[server]\nport = 1\n",
                        Map.of(
                                "AGENTGATE_LOG_LEVEL", "error",
                                "AGENTGATE_SERVER_PORT", "8080",
                                "AGENTGATE_CAPTURE_RESULTS", "false",
                                "AGENTGATE_SERVER_ALLOW_ORIGINS",
                                        "https://a.example.com, https://b.example.com",
                                "AGENTGATE_RATE_LIMITS_GLOBAL_MAX_CALLS_PER_MINUTE", "7"));

        assertThat(config.watching().level()).isEqualTo(LogLevel.ERROR);
        assertThat(config.server().port()).isEqualTo(8080);
        assertThat(config.capture().results()).isFalse();
        assertThat(config.server().allowOrigins()).hasSize(2);
        assertThat(config.rateLimits().global()).isEqualTo(7L);
    }

    @ParameterizedTest
    @CsvSource({
        "AGENTGATE_SERVER_PORT, eighty, `server.port` must be a whole number",
        "AGENTGATE_CAPTURE_RESULTS, yes, `capture.results` must be true or false",
        "AGENTGATE_LOG_LEVEL, loud, unknown `log_level`"
    })
    void variableThatCannotBeMeantIsNamed(String variable, String value, String problem) {
        assertThatThrownBy(() -> read("config.toml", "", Map.of(variable, value)))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("environment variable " + variable + ": " + problem);
    }

    @Test
    void secretIsNotShownWhereItIsWrong() {
        assertThatThrownBy(() -> read("config.toml", "dashboard_api_key = 'my secret'", Map.of()))
                .hasMessageNotContaining("my secret");
    }

    @Test
    void homeHasOneConfigurationInWhicheverLanguage() throws Exception {
        Home home = new Home(directory);
        assertThat(ConfigPlace.of(home)).isEqualTo(home.config());
        Path yaml = Files.writeString(directory.resolve("config.yaml"), "log_level: warn");
        assertThat(ConfigPlace.of(home)).isEqualTo(yaml);

        Files.writeString(home.config(), "");
        assertThatThrownBy(() -> ConfigPlace.of(home))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("there are several configurations, keep one");
    }
}
