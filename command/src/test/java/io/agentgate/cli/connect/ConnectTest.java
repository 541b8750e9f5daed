package io.agentgate.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentgate.cli.clients.Client;
import io.agentgate.cli.clients.EntryDocument;
import io.agentgate.cli.clients.EntryShape;
import io.agentgate.cli.clients.Slot;
import io.agentgate.cli.splice.SourceText;
import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class ConnectTest {
    private static final String URL = "http://127.0.0.1:7072/mcp";
    private static final Slot OURS = new Slot(List.of("mcpServers"), "agentgate");

    @TempDir private Path directory = Path.of("");
    private Fixture fixture = new Fixture(directory);

    @BeforeEach
    void machine() {
        fixture = new Fixture(directory);
    }

    private static Object entry(Client client, Path file) throws Exception {
        Object entry =
                new Slot(List.of(client.container()), "agentgate")
                        .in(document(client, file).plain());
        assertThat(entry).isNotNull();
        return entry == null ? "" : entry;
    }

    private static EntryDocument document(Client client, Path file) throws Exception {
        return EntryDocument.read(
                SourceText.of(file, Files.readAllBytes(file)), client.writesToml());
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void entryIsAddedAndAllElseStaysByteForByte(Client client) throws Exception {
        Path file = fixture.install(client);
        String before = new String(Fixture.sample(client), StandardCharsets.UTF_8);

        assertThat(fixture.connect(client)).isZero();

        assertThat(entry(client, file)).isInstanceOf(Map.class);
        String after = Files.readString(file);
        assertThat(withoutInsertions(before, after)).isEqualTo(before);
        assertThat(after.indexOf("\r\n") >= 0).isEqualTo(before.indexOf("\r\n") >= 0);
        if (before.contains("\r\n")) {
            assertThat(after.replace("\r\n", "")).doesNotContain("\n");
        }
        assertThat(after.endsWith("\n")).isEqualTo(before.endsWith("\n"));
    }

    /** What is left of a text when all that another lacks is taken out; a subsequence at most. */
    private static String withoutInsertions(String before, String after) {
        int at = 0;
        for (int i = 0; i < after.length() && at < before.length(); i++) {
            if (after.charAt(i) == before.charAt(at)) {
                at++;
            }
        }
        return before.substring(0, at);
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void undoBringsEveryByteBack(Client client) throws Exception {
        Path file = fixture.install(client);

        fixture.connect(client);
        assertThat(Files.readAllBytes(file)).isNotEqualTo(Fixture.sample(client));
        assertThat(fixture.undo(client)).isZero();

        assertThat(Files.readAllBytes(file)).isEqualTo(Fixture.sample(client));
        assertThat(fixture.said()).contains("byte for byte");
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void undoKeepsNoBytesAndSpeaksOfNoEntry(Client client) throws Exception {
        fixture.install(client);

        fixture.connect(client);
        assertThat(fixture.said()).contains(fixture.backups(client) + "/", "secrets included");
        fixture.undo(client);

        assertThat(fixture.backups(client)).isEmptyDirectory();
        assertThat(fixture.said()).contains(client.forget()).doesNotContain("shows the entry");
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void undoDeletesAFileThatWasNotThere(Client client) throws Exception {
        Path file = fixture.install(client, null);

        fixture.connect(client);
        assertThat(entry(client, file)).isInstanceOf(Map.class);
        fixture.undo(client);

        assertThat(file).doesNotExist();
        assertThat(fixture.said()).contains("was not there before, and is deleted");
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void undoOfAChangedFileTakesOnlyTheEntryOut(Client client) throws Exception {
        Path file = fixture.install(client);
        fixture.connect(client);
        String changed =
                client.writesToml()
                        ? "color = \"red\"\n" + Files.readString(file)
                        : Files.readString(file).replaceFirst("\\{", "{\"color\": \"red\",");
        Files.writeString(file, changed);

        fixture.undo(client);

        Map<String, Object> left = document(client, file).plain();
        assertThat(left).containsEntry("color", "red");
        left.remove("color");
        Map<String, Object> sample =
                EntryDocument.read(SourceText.of(file, Fixture.sample(client)), client.writesToml())
                        .plain();
        sample.values().removeIf(Map.of()::equals);
        assertThat(left).isEqualTo(sample);
        assertThat(fixture.said()).contains("only what was ours is taken out");
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void secondTimeSaysSoAndWritesNothing(Client client) throws Exception {
        Path file = fixture.install(client);
        fixture.connect(client);
        byte[] after = Files.readAllBytes(file);

        assertThat(fixture.connect(client)).isZero();

        assertThat(fixture.said()).contains("already. Nothing is changed.");
        assertThat(Files.readAllBytes(file)).isEqualTo(after);
        try (Stream<Path> kept = Files.list(fixture.backups(client))) {
            assertThat(kept).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void dryRunShowsTheChangeAndWritesNothing(Client client) throws Exception {
        Path file = fixture.install(client);

        fixture.connect().run(Fixture.withConsent(Fixture.order(client), true, false, false));

        assertThat(Files.readAllBytes(file)).isEqualTo(Fixture.sample(client));
        assertThat(fixture.backups(client)).doesNotExist();
        assertThat(fixture.said())
                .contains("--- " + file, "+++ " + file, "@@ -", "Nothing is written: --dry-run.")
                .containsPattern("(?m)^\\+.*agentgate");
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void changeShowsNoSecretOfOthers(Client client) throws Exception {
        fixture.install(client);

        fixture.connect(client);

        assertThat(fixture.said())
                .doesNotContain("ghp_")
                .doesNotContain("hunter22")
                .doesNotContain("9f86d0")
                .doesNotContain("ctx7sk")
                .doesNotContain("0f2a64c1");
    }

    @Test
    void changeShowsPlainValuesAndTabsWhereTheyLead() throws Exception {
        fixture.install(
                Client.CURSOR,
                """
                {
                \t"mcpServers": {
                \t\t"a": {
                \t\t\t"command": "x",
                \t\t\t"env": { "PORT": "8080", "ROOT": "/srv/data", "MODE": "hunter22" },
                \t\t\t"args": ["-k", "abc",\t"-p", "8080"]
                \t\t}
                \t}
                }
                """
                        .getBytes(StandardCharsets.UTF_8));

        fixture.connect(Client.CURSOR);

        String indent = " ".repeat(1 + 3 * 4);
        assertThat(fixture.said().lines())
                .contains(
                        indent
                                + "\"env\": { \"PORT\": \"8080\", \"ROOT\": \"/srv/data\","
                                + " \"MODE\": \"***\" },",
                        indent + "\"args\": [\"-k\", \"***\",   \"-p\", \"8080\"]",
                        "+        \"agentgate\": {");
    }

    @ParameterizedTest
    @CsvSource({
        "CLAUDE_CODE, '{type=http, url=URL, headers={Authorization=Bearer ${GATE_KEY}}}'",
        "CURSOR, '{url=URL, headers={Authorization=Bearer ${env:GATE_KEY}}}'",
        "VSCODE, '{type=http, url=URL, headers={Authorization=Bearer ${input:GATE_KEY}}}'",
        "CODEX, '{url=URL, bearer_token_env_var=GATE_KEY}'",
        "GEMINI_CLI, '{httpUrl=URL, headers={Authorization=Bearer ${GATE_KEY}}}'",
        "WINDSURF, '{serverUrl=URL, headers={Authorization=Bearer ${env:GATE_KEY}}}'",
    })
    void keyIsNamedInTheSyntaxOfTheClient(Client client, String expected) throws Exception {
        Path file = fixture.install(client);

        fixture.connect().run(Fixture.withKey(Fixture.order(client), "GATE_KEY"));

        assertThat(entry(client, file)).hasToString(expected.replace("URL", URL));
        fixture.undo(client);
        assertThat(Files.readAllBytes(file)).isEqualTo(Fixture.sample(client));
    }

    @Test
    void vsCodeAsksForTheKey() throws Exception {
        Path file = fixture.install(Client.VSCODE);

        fixture.connect().run(Fixture.withKey(Fixture.order(Client.VSCODE), "GATE_KEY"));

        Slot input = new Slot(List.of("inputs"), "GATE_KEY", true);
        assertThat(input.in(document(Client.VSCODE, file).plain()))
                .hasToString(
                        "{type=promptString, id=GATE_KEY, description=API key of AgentGate,"
                                + " password=true}");
        Files.writeString(file, Files.readString(file) + "\n// mine\n");
        fixture.undo(Client.VSCODE);
        assertThat(Files.readString(file))
                .isEqualTo(
                        new String(Fixture.sample(Client.VSCODE), StandardCharsets.UTF_8)
                                + "\n// mine\n");
    }

    @ParameterizedTest
    @EnumSource(
            value = Client.class,
            names = {"ZED", "CLAUDE_DESKTOP"})
    void keyIsRefusedWhereTheClientHasNoWayForIt(Client client) throws Exception {
        fixture.install(client);

        assertThatThrownBy(
                        () ->
                                fixture.connect()
                                        .run(
                                                Fixture.withKey(
                                                        Fixture.order(client, List.of()),
                                                        "GATE_KEY")))
                .isInstanceOf(CommandException.class);
    }

    @ParameterizedTest
    @EnumSource(value = Client.class, mode = Mode.EXCLUDE, names = "CLAUDE_DESKTOP")
    void zedHasAPlainAddressAndTheOthersTheirOwnWord(Client client) throws Exception {
        Path file = fixture.install(client);

        fixture.connect(client);

        String expected =
                switch (client) {
                    case CLAUDE_CODE, VSCODE -> "{type=http, url=URL}";
                    case GEMINI_CLI -> "{httpUrl=URL}";
                    case WINDSURF -> "{serverUrl=URL}";
                    case CURSOR, CODEX, ZED, CLAUDE_DESKTOP -> "{url=URL}";
                };
        assertThat(entry(client, file)).hasToString(expected.replace("URL", URL));
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void commandIsStartedBehindTheGatewayByItsFullPath(Client client) throws Exception {
        Path file = fixture.install(client);

        fixture.connect().run(Fixture.order(client, Fixture.SERVER));

        assertThat(entry(client, file).toString())
                .contains(
                        "command=/opt/agentgate/agentgate, args=[wrap, --agent, "
                                + client.word()
                                + ", --, npx, -y, server-files, /srv/a b]");
    }

    @Test
    void programThatIsNotThereIsRemarkedOn() throws Exception {
        fixture.install(Client.CURSOR);

        fixture.connect().run(Fixture.order(Client.CURSOR, List.of("/nowhere/server")));

        assertThat(fixture.said()).contains("there is no program /nowhere/server");
    }

    @Test
    void claudeDesktopIsToldToTakeACommand() throws Exception {
        fixture.install(Client.CLAUDE_DESKTOP);

        assertThatThrownBy(
                        () ->
                                fixture.connect()
                                        .run(Fixture.order(Client.CLAUDE_DESKTOP, List.of())))
                .hasMessageContaining("agentgate connect claude-desktop -- COMMAND");
    }

    @Test
    void endpointIsThatOfTheConfiguration() throws Exception {
        Path file = fixture.install(Client.CURSOR);
        Files.createDirectories(fixture.machine().home().path());
        Files.writeString(
                fixture.machine().home().config(), "[server]\nport = 9000\nbind = \"::\"\n");

        fixture.connect(Client.CURSOR);

        assertThat(entry(Client.CURSOR, file)).hasToString("{url=http://127.0.0.1:9000/mcp}");
    }

    @Test
    void entryOfOthersIsLeftUnlessReplaceIsSaid() throws Exception {
        byte[] theirs =
                "{\n  \"mcpServers\": {\n    \"agentgate\": {\"command\": \"other\"}\n  }\n}\n"
                        .getBytes(StandardCharsets.UTF_8);
        Path file = fixture.install(Client.CURSOR, theirs);

        assertThatThrownBy(() -> fixture.connect(Client.CURSOR))
                .isInstanceOfSatisfying(
                        CommandException.class,
                        refused -> assertThat(refused.exitCode()).isEqualTo(ExitCode.FAILED))
                .hasMessageContaining("--replace");
        assertThat(Files.readAllBytes(file)).isEqualTo(theirs);

        fixture.connect()
                .run(Fixture.withConsent(Fixture.order(Client.CURSOR), false, true, false));
        assertThat(Files.readString(file))
                .isEqualTo(
                        "{\n  \"mcpServers\": {\n    \"agentgate\": {\"url\": \""
                                + URL
                                + "\"}\n  }\n}\n");

        Files.writeString(file, Files.readString(file) + "\n");
        fixture.undo(Client.CURSOR);
        assertThat(Files.readString(file))
                .isEqualTo(new String(theirs, StandardCharsets.UTF_8) + "\n");
    }

    @Test
    void entryOfOursIsBroughtUpToDate() throws Exception {
        Path file = fixture.install(Client.CURSOR);
        fixture.connect(Client.CURSOR);

        fixture.connect().run(Fixture.order(Client.CURSOR, Fixture.SERVER));
        fixture.connect(Client.CURSOR);

        assertThat(entry(Client.CURSOR, file)).hasToString("{url=" + URL + "}");
        fixture.undo(Client.CURSOR);
        fixture.undo(Client.CURSOR);
        fixture.undo(Client.CURSOR);
        assertThat(Files.readAllBytes(file)).isEqualTo(Fixture.sample(Client.CURSOR));
        assertThatThrownBy(() -> fixture.undo(Client.CURSOR))
                .hasMessageContaining("nothing to take back");
    }

    @Test
    void undoLeavesAnEntryThatWasChangedByHand() throws Exception {
        Path file = fixture.install(Client.CODEX);
        fixture.connect(Client.CODEX);
        Files.writeString(file, Files.readString(file).replace("7072", "7073"));
        byte[] changed = Files.readAllBytes(file);

        assertThatThrownBy(() -> fixture.undo(Client.CODEX))
                .hasMessageContaining(fixture.backups(Client.CODEX).toString());

        assertThat(Files.readAllBytes(file)).isEqualTo(changed);
    }

    @Test
    void undoLeavesCommentsThatWereWrittenIntoTheEntry() throws Exception {
        Path file = fixture.install(Client.ZED);
        fixture.connect(Client.ZED);
        Files.writeString(
                file, Files.readString(file).replace("\"url\"", "/* do not touch */ \"url\""));

        assertThatThrownBy(() -> fixture.undo(Client.ZED)).hasMessageContaining("changed since");
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"mcpServers\": {', ':1:17: '",
        "'{\"mcpServers\": [\"a\"]}', ':1:16: `mcpServers` must be an object'",
        "'{\"mcpServers\": \"x\"}', ':1:16: `mcpServers` must be an object'",
        "'{\"mcpServers\": {}, \"mcpServers\": {}}', ':1:20: the name `mcpServers` stands twice'",
        "'{\"mcpServers\": {\"a\": 1, \"a\": 2}}', ':1:25: the name `a` stands twice'",
        "'[]', ':1:1: an object is expected'",
        "'{''mcpServers'': {}}', ':1:2: a name in quotes or `}` is expected'",
        "'{\"a\": 01}', ':1:7: no JSON value begins here'",
        "'{\"a\": 1} x', ':1:10: something follows'",
        "'{\"a\" 1}', ':1:6: `:` is expected'",
        "'{\"a\": \"b}', ':1:7: the string that begins here has no end'",
        "'{} /* open', ':1:4: the comment that begins here has no end'",
    })
    void fileThatIsNotUnderstoodIsLeftAsItIs(String text, String where) throws Exception {
        Path file = fixture.install(Client.CURSOR, text.getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> fixture.connect(Client.CURSOR))
                .hasMessageContaining(file + where)
                .isInstanceOfSatisfying(
                        CommandException.class,
                        refused -> assertThat(refused.exitCode()).isEqualTo(ExitCode.CONFIG));

        assertThat(Files.readString(file)).isEqualTo(text);
        assertThat(fixture.backups(Client.CURSOR)).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({
        "'a = ', ':1:5: '",
        "'a = 1\na = 2', ':2:1: '",
        "'mcp_servers = 1', ':1:1: `mcp_servers` must be a table'",
        "'mcp_servers = { a = { command = \"x\" } }', ':1:1: `mcp_servers` is written on one line'",
    })
    void tomlThatIsNotUnderstoodIsLeftAsItIs(String text, String where) throws Exception {
        Path file = fixture.install(Client.CODEX, text.getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> fixture.connect(Client.CODEX)).hasMessageContaining(file + where);

        assertThat(Files.readString(file)).isEqualTo(text);
    }

    @Test
    void otherEncodingsAndLargeFilesAreLeftAsTheyAre() throws Exception {
        fixture.install(Client.CURSOR, new byte[] {'{', (byte) 0xE4, '}'});
        assertThatThrownBy(() -> fixture.connect(Client.CURSOR)).hasMessageContaining("UTF-8");

        fixture.install(Client.CURSOR, new byte[(4 << 20) + 1]);
        assertThatThrownBy(() -> fixture.connect(Client.CURSOR)).hasMessageContaining("4 MiB");
    }

    @Test
    void clientThatIsNotThereIsNamed() throws Exception {
        assertThatThrownBy(() -> fixture.connect(Client.WINDSURF))
                .hasMessageContaining("does not seem to be installed")
                .hasMessageContaining("--force");

        fixture.connect()
                .run(Fixture.withConsent(Fixture.order(Client.WINDSURF), false, false, true));
        assertThat(fixture.file(Client.WINDSURF)).exists();
    }

    @Test
    void readOnlyFileAndDirectoryAreLeft() throws Exception {
        Path file = fixture.install(Client.CURSOR);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
        assertThatThrownBy(() -> fixture.connect(Client.CURSOR)).hasMessageContaining("read-only");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        Path parent = file.resolveSibling("");
        Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("r-xr-xr-x"));
        assertThatThrownBy(() -> fixture.connect(Client.CURSOR)).hasMessageContaining("read-only");
        Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwxr-xr-x"));

        assertThat(Files.readAllBytes(file)).isEqualTo(Fixture.sample(Client.CURSOR));
    }

    @Test
    void modeIsKeptAndNewFilesAreForTheirOwner() throws Exception {
        Path file = fixture.install(Client.CURSOR);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r--"));

        fixture.connect(Client.CURSOR);
        fixture.connect(Client.CURSOR);

        assertThat(mode(file)).isEqualTo("rw-rw-r--");
        fixture.install(Client.WINDSURF, null);
        fixture.connect(Client.WINDSURF);
        assertThat(mode(fixture.file(Client.WINDSURF))).isEqualTo("rw-------");
        try (Stream<Path> kept = Files.walk(fixture.backups(Client.CURSOR))) {
            for (Path path : kept.toList()) {
                assertThat(mode(path))
                        .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------");
            }
        }
        try (Stream<Path> beside = Files.list(file.resolveSibling(""))) {
            assertThat(beside).containsExactly(file);
        }
    }

    private static String mode(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void linkIsFollowedAndStays() throws Exception {
        Path file = fixture.install(Client.CODEX, null);
        Path real = Files.write(directory.resolve("dotfiles.toml"), Fixture.sample(Client.CODEX));
        Files.createSymbolicLink(file, real);

        fixture.connect(Client.CODEX);

        assertThat(file).isSymbolicLink();
        assertThat(Files.readString(real)).contains("[mcp_servers.agentgate]");
        fixture.undo(Client.CODEX);
        assertThat(file).isSymbolicLink();
        assertThat(Files.readAllBytes(real)).isEqualTo(Fixture.sample(Client.CODEX));
    }

    @Test
    void linkThatLeadsNowhereIsNamed() throws Exception {
        Path file = fixture.install(Client.CURSOR, null);
        Files.createSymbolicLink(file, directory.resolve("gone"));

        assertThatThrownBy(() -> fixture.connect(Client.CURSOR))
                .hasMessageContaining("leads nowhere");
    }

    @Test
    void projectHasAFileOfItsOwn() throws Exception {
        ConnectOrder order =
                new ConnectOrder(
                        Client.CLAUDE_CODE,
                        "agentgate",
                        new ConnectOrder.Place(true, null),
                        new ConnectOrder.Way("https://gate.example.com/mcp", null, List.of()),
                        new ConnectOrder.Consent(false, false, false));

        fixture.connect().run(order);

        Path file = directory.resolve("project/.mcp.json");
        assertThat(Files.readString(file))
                .isEqualTo(
                        """
                        {
                          "mcpServers": {
                            "agentgate": {
                              "type": "http",
                              "url": "https://gate.example.com/mcp"
                            }
                          }
                        }
                        """);
        assertThat(OURS.in(document(Client.CLAUDE_CODE, file).plain())).isNotNull();
        assertThat(fixture.said()).contains("agentgate connect claude-code --project --undo");
        fixture.connect().undo(Client.CLAUDE_CODE, new ConnectOrder.Place(true, null), false);
        assertThat(file).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({
        "ftp://host/mcp",
        "http://",
        "not an address",
        "https://user:secret@host/mcp",
        "https://host/mcp?key=secret",
    })
    void addressWithASecretOrNoneIsRefused(String url) {
        assertThatThrownBy(() -> Endpoint.checked(url))
                .isInstanceOf(CommandException.class)
                .message()
                .doesNotContain("secret");
    }

    /** The files of {@code infra/managed} are written by hand. */
    @Test
    void fileForAdministratorsHasTheEntryThatConnectWrites() throws Exception {
        Path managed = Path.of("../infra/managed/claude-code");
        String url = "https://gateway.example.com/mcp";

        assertThat(
                        OURS.in(
                                document(Client.CLAUDE_CODE, managed.resolve("managed-mcp.json"))
                                        .plain()))
                .isEqualTo(new EntryShape(Client.CLAUDE_CODE).http(url, "AGENTGATE_KEY"));
        assertThat(document(Client.CLAUDE_CODE, managed.resolve("managed-settings.json")).plain())
                .isEqualTo(
                        Map.of(
                                "allowManagedMcpServersOnly",
                                true,
                                "allowedMcpServers",
                                List.of(Map.of("serverUrl", url))));
    }
}
