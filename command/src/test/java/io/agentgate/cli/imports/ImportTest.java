package io.agentgate.cli.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentgate.cli.clients.Client;
import io.agentgate.cli.clients.ClientPlaces;
import io.agentgate.cli.clients.Machine;
import io.agentgate.cli.clients.OperatingSystem;
import io.agentgate.cli.installation.Home;
import io.agentgate.cli.terminal.CommandException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

class ImportTest {
    private static final Set<String> KEYS =
            Set.of("name", "transport", "command", "args", "env", "url", "headers");
    private static final Import.Manner WRITE = new Import.Manner(false, false);
    private static final Import.Manner DRY = new Import.Manner(true, false);
    private static final Import.Manner JSON = new Import.Manner(false, true);

    @TempDir private Path directory = Path.of("");
    private StringWriter said = new StringWriter();
    private Instant now = Instant.EPOCH;
    private Map<String, String> environment = Map.of();

    @BeforeEach
    void forgetWords() {
        said = new StringWriter();
    }

    private Machine machine() {
        return new Machine(
                environment,
                OperatingSystem.LINUX,
                directory.resolve("me"),
                directory,
                new Home(directory.resolve("me/.agentgate")),
                "/opt/agentgate/agentgate");
    }

    private Import imports() {
        now = now.plusSeconds(1);
        return new Import(machine(), () -> now, new PrintWriter(said, true));
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = ImportTest.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }

    private static byte[] sample(Client client) throws IOException {
        return resource("/clients/" + client.word() + (client.writesToml() ? ".toml" : ".json"));
    }

    private Path install(Client client) throws IOException {
        return install(client, sample(client));
    }

    private Path install(Client client, byte[] bytes) throws IOException {
        Path file = new ClientPlaces(machine()).file(client);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        return Files.write(file, bytes);
    }

    private Path config() {
        return machine().home().config();
    }

    /** By their names, in the order of the file. */
    private Map<String, TomlTable> servers() throws IOException {
        TomlParseResult toml = Toml.parse(Files.readString(config()));
        assertThat(toml.errors()).isEmpty();
        TomlTable servers = Objects.requireNonNull(toml.getTable("servers"));
        Map<String, TomlTable> tables = new LinkedHashMap<>();
        servers.toMap().forEach((name, table) -> tables.put(name, (TomlTable) table));
        assertThat(tables.values())
                .allSatisfy(table -> assertThat(KEYS).containsAll(table.keySet()));
        return tables;
    }

    private TomlTable server(String name) throws IOException {
        return Objects.requireNonNull(servers().get(name), name);
    }

    private Path file(String name) throws IOException {
        return Files.write(directory.resolve(name), resource("/imports/" + name));
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    @ParameterizedTest
    @EnumSource(
            value = Client.class,
            mode = Mode.EXCLUDE,
            names = {"GEMINI_CLI", "ZED"})
    void clientsServersGoThroughTheGatewayAndUndoBringsEveryByteBack(Client client)
            throws Exception {
        Path file = install(client);

        assertThat(imports().client(client, false, WRITE)).isZero();

        assertThat(Files.readString(file))
                .contains("\"wrap\"", "\"--agent\"", "\"" + client.word() + "\"", "\"--name\"");
        assertThat(said.toString()).contains("rewritten", "import " + client.word() + " --undo");
        imports().undoClient(client, false, false);
        assertThat(Files.readAllBytes(file)).isEqualTo(sample(client));
        assertThat(config()).doesNotExist();
    }

    @Test
    void entryKeepsAllButItsCommand() throws Exception {
        Path file = install(Client.CODEX);
        String before = Files.readString(file);

        imports().client(Client.CODEX, false, WRITE);

        assertThat(Files.readString(file))
                .isEqualTo(
                        before.replace(
                                        "command = \"npx\"\nargs = [\n",
                                        """
                                        command = "/opt/agentgate/agentgate"
                                        args = [
                                          "wrap",
                                          "--agent",
                                          "codex",
                                          "--name",
                                          "context7",
                                          "--",
                                          "npx",
                                        """)
                                .replace(
                                        "command = \"sheets-mcp\"\n",
                                        """
                                        command = "/opt/agentgate/agentgate"
                                        args = ["wrap", "--agent", "codex", "--name", "sheets", "--", \
                                        "sheets-mcp"]
                                        """));
    }

    @Test
    void serversOfClaudeCodesProjectsGoThroughTheGatewayToo() throws Exception {
        Path file = install(Client.CLAUDE_CODE);

        imports().client(Client.CLAUDE_CODE, false, WRITE);

        assertThat(Files.readString(file))
                .contains(
                        "[\"wrap\", \"--agent\", \"claude-code\", \"--name\", \"tickets\", \"--\","
                                + " \"uvx\", \"mcp-tickets\", \"--verbose\"]");
        assertThat(servers()).containsOnlyKeys("linear", "docs");
        assertThat(server("linear").getString("transport")).isEqualTo("sse");
        assertThat(server("linear").getString("url")).isEqualTo("https://mcp.linear.app/sse");
        assertThat(said.toString())
                .containsPattern("(?m)^mcpServers.linear +imported")
                .contains("DOCS_TOKEN", "agentgate serve")
                .doesNotContain("ghp_");
    }

    @Test
    void homeThatOnlyThisShellKnowsIsRemarkedOn() throws Exception {
        install(Client.CODEX);
        environment = Map.of("AGENTGATE_HOME", "/srv/home");

        imports().client(Client.CODEX, false, WRITE);

        assertThat(said.toString()).contains("AGENTGATE_HOME is set here; unless");
    }

    @Test
    void undoneImportKeepsNoSecrets() throws Exception {
        install(Client.CURSOR);
        imports().client(Client.CURSOR, false, WRITE);

        imports().undoClient(Client.CURSOR, false, false);

        assertThat(machine().home().path().resolve("backups/cursor")).isEmptyDirectory();
    }

    @Test
    void secondImportOfAClientChangesNothing() throws Exception {
        Path file = install(Client.CURSOR);
        imports().client(Client.CURSOR, false, WRITE);
        byte[] after = Files.readAllBytes(file);
        String own = Files.readString(config());

        imports().client(Client.CURSOR, false, WRITE);

        assertThat(Files.readAllBytes(file)).isEqualTo(after);
        assertThat(config()).hasContent(own);
        assertThat(said.toString()).contains("Nothing is changed.");
    }

    @Test
    void undoOfAChangedFileTakesEveryEntryBack() throws Exception {
        Path file = install(Client.VSCODE);
        imports().client(Client.VSCODE, false, WRITE);
        Files.writeString(
                file, Files.readString(file).replace("// Servers of", "// All servers of"));

        imports().undoClient(Client.VSCODE, false, false);

        assertThat(Files.readString(file))
                .isEqualTo(
                        new String(sample(Client.VSCODE), StandardCharsets.UTF_8)
                                .replace("// Servers of", "// All servers of"));
    }

    @Test
    void undoTakesOnlyItsOwnServersOutOfAChangedConfiguration() throws Exception {
        install(Client.CURSOR);
        Files.createDirectories(machine().home().path());
        Files.writeString(config(), "metrics_port = 9464\n");
        imports().client(Client.CURSOR, false, WRITE);
        Files.writeString(config(), Files.readString(config()) + "\n[servers.mine]\n");

        imports().undoClient(Client.CURSOR, false, false);

        assertThat(Files.readString(config())).isEqualTo("metrics_port = 9464\n\n[servers.mine]\n");
    }

    @Test
    void entryThatCannotBeChangedIsNamedAndLeft() throws Exception {
        Path file =
                install(
                        Client.CURSOR,
                        """
                        {"mcpServers": {"line": {"command": "npx -y server"}, "args": {"command": "a",
                         "args": "b"}, "word": 1, "none": {}, "good": {"command": "c"}}}
                        """
                                .getBytes(StandardCharsets.UTF_8));

        imports().client(Client.CURSOR, false, WRITE);

        assertThat(Files.readString(file))
                .contains("\"npx -y server\"", "\"command\": \"a\"")
                .contains("\"--name\", \"good\", \"--\", \"c\"]");
        assertThat(said.toString())
                .contains("write its words into `args`", "`args` must be a list", "it is no object")
                .contains("it has neither a command nor an address");
    }

    @Test
    void olderEntryOfZedGoesThroughTheGateway() throws Exception {
        Path file =
                install(
                        Client.ZED,
                        """
                        {
                          "context_servers": {
                            "old": { "command": { "path": "x", "args": [], "env": null }, "settings": {} },
                          },
                        }
                        """
                                .getBytes(StandardCharsets.UTF_8));

        imports().client(Client.ZED, false, WRITE);

        assertThat(Files.readString(file))
                .contains(
                        "{ \"path\": \"/opt/agentgate/agentgate\", \"args\": [\"wrap\","
                            + " \"--agent\", \"zed\", \"--name\", \"old\", \"--\", \"x\"], \"env\":"
                            + " null }");
    }

    @Test
    void clientWithoutAFileIsNamed() {
        assertThatThrownBy(() -> imports().client(Client.ZED, false, WRITE))
                .hasMessageContaining("there is no file");
    }

    @Test
    void serversOfAFileAreAddedWithoutTheirSecrets() throws Exception {
        imports().file(file("claude_desktop_config.json"), WRITE);

        assertThat(servers().keySet())
                .containsExactlyInAnyOrder("weather", "github", "github-work", "sentry", "odd");
        assertThat(server("weather").getArray("args").toList())
                .containsExactly(
                        "mcp-weather", "--api-key", "${WEATHER_API_KEY}", "--units=metric");
        assertThat(server("weather").getString("env.CACHE")).isEqualTo("${HOME}/cache");
        assertThat(server("github-work").getString("env.GITHUB_PERSONAL_ACCESS_TOKEN"))
                .isEqualTo("${GITHUB_WORK_GITHUB_PERSONAL_ACCESS_TOKEN}");
        assertThat(server("sentry").getString("headers.Authorization"))
                .isEqualTo("Bearer ${SENTRY_TOKEN}");
        for (String text : List.of(Files.readString(config()), said.toString())) {
            assertThat(text)
                    .doesNotContain("wk-77aa")
                    .doesNotContain("ghp_")
                    .doesNotContain("sntrys")
                    .doesNotContain("abcdef123456");
        }
        assertThat(said.toString())
                .contains("its address holds a secret")
                .contains("${workspaceFolder}, which only its program knows")
                .contains("it is switched off there")
                .contains("its type \"websocket\" is not known")
                .contains("left out: autoApprove");
    }

    @Test
    void secondImportOfAFileAddsNothingAndAnotherServerOfTheNameGetsASuffix() throws Exception {
        Path file = file("a.json", "{\"mcpServers\": {\"files\": {\"command\": \"a\"}}}");
        imports().file(file, WRITE);
        imports().file(file, WRITE);
        assertThat(said.toString()).contains("it stands there already");

        imports()
                .file(file("b.json", "{\"mcpServers\": {\"files\": {\"command\": \"b\"}}}"), WRITE);

        assertThat(said.toString()).contains("the name \"files\" is taken");
        assertThat(Files.readString(config()))
                .isEqualTo(
                        """
                        [servers.files]
                        transport = "stdio"
                        command = "a"

                        [servers.files-2]
                        transport = "stdio"
                        command = "b"
                        """);
        imports().undoFile(false);
        imports().undoFile(false);
        assertThat(config()).doesNotExist();
    }

    @Test
    void configurationKeepsItsTextAndItsLineEnds() throws Exception {
        Files.createDirectories(machine().home().path());
        String before = "# mine\r\nmetrics_port = 9464 # port\r\n[server]\r\nport = 1";
        Files.writeString(config(), before);

        imports().file(file("a.json", "{\"mcpServers\": {\"x\": {\"command\": \"a\"}}}"), WRITE);

        assertThat(Files.readString(config()))
                .isEqualTo(
                        before
                                + "\r\n\r\n[servers.x]\r\ntransport = \"stdio\"\r\n"
                                + "command = \"a\"");
    }

    @Test
    void listOfServersGetsMoreOfThem() throws Exception {
        Files.createDirectories(machine().home().path());
        String before = "[[servers]]\nname = \"y\"\ncommand = \"b\"\n";
        Files.writeString(config(), before);

        imports().file(file("a.json", "{\"mcpServers\": {\"x\": {\"command\": \"a\"}}}"), WRITE);

        assertThat(Files.readString(config()))
                .isEqualTo(
                        before
                                + "\n[[servers]]\nname = \"x\"\ntransport = \"stdio\"\n"
                                + "command = \"a\"\n");
    }

    @Test
    void configurationThatDoesNotParseIsLeft() throws Exception {
        Files.createDirectories(machine().home().path());
        Path file = file("a.json", "{\"mcpServers\": {\"x\": {\"command\": \"a\"}}}");
        for (String wrong : List.of("port = ", "servers = 1", "servers = []")) {
            Files.writeString(config(), wrong);

            assertThatThrownBy(() -> imports().file(file, WRITE))
                    .isInstanceOf(CommandException.class)
                    .hasMessageContaining("config.toml");
            assertThat(config()).hasContent(wrong);
        }
    }

    @Test
    void nothingOfNiravensFileIsDroppedInSilence() throws Exception {
        imports().file(file("niraven.json"), WRITE);

        assertThat(server("fs").getString("env.API_KEY")).isEqualTo("${API_KEY}");
        assertThat(server("fs").getString("env.MODE")).isEqualTo("ro");
        assertThat(server("far").getString("url")).isEqualTo("https://far.example.com/mcp");
        assertThat(said.toString())
                .contains(
                        "Niraven",
                        "port",
                        "policies.rateLimit.maxCallsPerMinute",
                        "policies.rateLimit.perTool",
                        "policies.approval.requireApprovalFor",
                        "policies.approval.approvalTimeout",
                        "policies.security.blockOnCritical",
                        "policies.security.scanInputs",
                        "audit.enabled",
                        "audit.logPath")
                .doesNotContain("k-8811");
    }

    @Test
    void nothingOfMcpGatesFileIsDroppedInSilence() throws Exception {
        imports().file(file("mcpgate.yaml"), WRITE);

        assertThat(server("github").getString("headers.Authorization"))
                .isEqualTo("Bearer ${GITHUB_TOKEN}");
        assertThat(server("jira").getString("headers.X-Api-Key")).isEqualTo("${JIRA_KEY}");
        assertThat(said.toString())
                .contains(
                        "MCPGate",
                        "server.port",
                        "left out: timeout",
                        "rate_limit.backend",
                        "rate_limit.defaults",
                        "policy.default",
                        "policy.rules[0]",
                        "policy.rules[1]",
                        "observability.metrics",
                        "observability.audit")
                .containsPattern("(?m)^auth +no equivalent")
                .doesNotContain("sk-live");
    }

    @Test
    void upstreamsOfMcpGateMayBeAListAndPoliciesAreRemarkedOn() throws Exception {
        imports()
                .file(
                        file(
                                "list.yaml",
                                """
                                upstreams:
                                - name: github
                                  url: https://api.githubcopilot.com/mcp/
                                  auth: { type: bearer, token_env: GITHUB_TOKEN }
                                policies:
                                - { tool: x, decision: deny }
                                """),
                        WRITE);

        assertThat(server("github").getString("headers.Authorization"))
                .isEqualTo("Bearer ${GITHUB_TOKEN}");
        assertThat(said.toString())
                .containsPattern("(?m)^upstreams\\[0] +imported")
                .containsPattern(
                        "(?m)^policies\\[0] +no equivalent +- +write it as a rule of the policy");
    }

    @Test
    void variablesOfServersThatStandThereAlreadyAreNotListedAgain() throws Exception {
        Path file = file("mcpgate.yaml");
        imports().file(file, WRITE);
        assertThat(said.toString()).contains("  GITHUB_TOKEN  (");
        said = new StringWriter();

        imports().file(file, WRITE);

        assertThat(said.toString())
                .contains("it stands there already")
                .doesNotContain("GITHUB_TOKEN", "Environment variables");
    }

    @Test
    void configurationInAnotherLanguageIsNotJoinedByASecondOne() throws Exception {
        Files.createDirectories(machine().home().path());
        Path yaml = Files.writeString(machine().home().path().resolve("config.yaml"), "{}");

        imports().file(file("a.json", "{\"mcpServers\": {\"x\": {\"command\": \"a\"}}}"), WRITE);

        assertThat(said.toString()).contains("not imported", "your configuration is " + yaml);
        assertThat(config()).doesNotExist();
    }

    @Test
    void nothingOfAgentgatewaysFileIsDroppedInSilence() throws Exception {
        imports().file(file("agentgateway.yaml"), WRITE);

        assertThat(server("everything").getString("env.TOKEN")).isEqualTo("${EVERYTHING_TOKEN}");
        assertThat(server("remote").getString("url")).isEqualTo("https://remote.example.com/mcp");
        assertThat(server("old").getString("transport")).isEqualTo("sse");
        assertThat(server("old").getString("url")).isEqualTo("http://localhost:8931/sse");
        String route = "binds[0].listeners[0].routes[0]";
        assertThat(said.toString())
                .contains(
                        "agentgateway",
                        "config ",
                        "binds[0].port",
                        route + ".policies.cors",
                        route + ".policies.jwtAuth",
                        route + ".policies.mcpAuthorization.rules[0]",
                        route + ".policies.mcpAuthorization.rules[1]",
                        route + ".policies.localRateLimit",
                        route + ".backends[0].mcp.prefixMode",
                        route + ".backends[0].mcp.targets[1] remote.policies.backendAuth",
                        route + ".backends[0].mcp.targets[2] old",
                        route + ".backends[0].mcp.targets[3] petstore",
                        "binds[0].listeners[0].routes[1].policies.a2a",
                        "binds[0].listeners[0].routes[1].backends[0].host",
                        "binds[0].listeners[0].routes[2].backends[0].ai")
                .doesNotContain("secret-value");
    }

    @Test
    void newerFormOfAgentgatewaysFileIsRead() throws Exception {
        imports()
                .file(
                        file(
                                "gw.yaml",
                                """
                                mcp:
                                  port: 3000
                                  targets:
                                  - name: time
                                    stdio: { cmd: uvx, args: [mcp-server-time], clearEnv: true }
                                  - name: host-only
                                    mcp: { host: mcp.example.com, port: 443 }
                                  - name: named
                                    mcp: { backend: other }
                                  - name: nothing
                                """),
                        WRITE);

        assertThat(server("time").getString("command")).isEqualTo("uvx");
        assertThat(server("host-only").getString("url")).isEqualTo("https://mcp.example.com/mcp");
        assertThat(said.toString())
                .contains("left out: clearEnv", "it names no host of its own", "of no known kind");
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void fileOfAClientIsKnownByItsContent(Client client) throws Exception {
        Path file = Files.write(directory.resolve("some.conf"), sample(client));
        if (client == Client.ZED) {
            assertThatThrownBy(() -> imports().file(file, DRY))
                    .hasMessageContaining("there are no servers of a known kind");
            return;
        }

        imports().file(file, DRY);

        assertThat(said.toString()).contains("--dry-run");
        assertThat(config()).doesNotExist();
        assertThat(said.toString())
                .contains(client == Client.GEMINI_CLI ? "no servers" : "imported");
    }

    @Test
    void serversOfZedOfVsCodesSettingsAndOfAgentGateAreFound() throws Exception {
        imports()
                .file(
                        file(
                                "z",
                                "// zed\n{\"context_servers\": {\"z\": {\"url\": \"http://h/\"}}}"),
                        WRITE);
        imports()
                .file(
                        file(
                                "s.json",
                                "{\"mcp\": {\"servers\": {\"v\": {\"command\": \"x\", \"args\":"
                                        + " [\"${env:DIR}\", \"${input:the-key}\"]}}}}"),
                        WRITE);
        imports()
                .file(
                        file(
                                "c.toml",
                                """
                                log_level = "info"
                                [[servers]]
                                name = "a"
                                url = "http://a/mcp"
                                """),
                        WRITE);
        imports().file(file("d.toml", "[servers.b]\ncommand = \"x\"\n"), WRITE);

        assertThat(server("z").getString("url")).isEqualTo("http://h/");
        assertThat(server("v").getArray("args").toList()).containsExactly("${DIR}", "${THE_KEY}");
        assertThat(server("a").getString("transport")).isEqualTo("http");
        assertThat(server("b").getString("command")).isEqualTo("x");
        assertThat(said.toString()).contains("log_level");
    }

    @Test
    void reportForScriptsIsJsonAlone() throws Exception {
        imports().file(file("mcpgate.yaml"), JSON);

        assertThat(said.toString())
                .startsWith("{\"source\":")
                .contains("\"format\":\"MCPGate\"", "\"dry_run\":false")
                .contains(
                        "{\"item\":\"upstreams.github\",\"outcome\":\"imported\",\"as\":\"github\","
                                + "\"remarks\":[\"left out: timeout\"]}")
                .contains("{\"name\":\"GITHUB_TOKEN\",\"reason\":\"is referred to\"}")
                .contains("\"agentgate serve\"")
                .contains("\"backup\":\"" + machine().home().path().resolve("backups/config"))
                .hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource({
        "'a: [', a.yaml:2:1",
        "'a: 1\na: 2', a.yaml:2:1",
        "'- a', a.yaml:1:1",
        "'a: !!java.net.URL x', a.yaml:1:4",
        "'{\"a\": }', a.yaml:1:7",
        "'title: x', a.yaml:1:1",
    })
    void fileThatIsNotUnderstoodIsRefusedByItsPlace(String text, String place) throws Exception {
        Path file = file("a.yaml", text + "\n");

        assertThatThrownBy(() -> imports().file(file, WRITE))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining(place);
        assertThat(config()).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                """
                a: &a [x, x, x]
                b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a, *a]
                c: [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b]
                """,
                "a: &a [*a]\n",
            })
    void yamlThatGrowsIsRefused(String text) throws Exception {
        Path file = file("bomb.yaml", text);

        assertThatThrownBy(() -> imports().file(file, WRITE)).isInstanceOf(CommandException.class);
    }

    @Test
    void fileThatIsNotThereIsNamedWithTheClients() {
        assertThatThrownBy(() -> imports().file(Path.of("curser"), WRITE))
                .hasMessageContaining("no client of this name")
                .hasMessageContaining("cursor");
    }
}
