package io.agentgate.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.cli.clients.Client;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NeedingTest {
    @TempDir private Path directory = Path.of("");
    private Fixture fixture = new Fixture(directory);

    @BeforeEach
    void machine() {
        fixture = new Fixture(directory);
    }

    private String needing(String installation) {
        StringWriter said = new StringWriter();
        new Needing(fixture.machine(), InstantSource.system(), Path.of(installation))
                .print(new PrintWriter(said, true));
        return said.toString();
    }

    @Test
    void whatIsStartedFromThereIsNamedWithWhatTakesItBack() throws Exception {
        Path file = fixture.install(Client.CLAUDE_DESKTOP);
        fixture.connect(Client.CLAUDE_DESKTOP);

        assertThat(needing("/opt/agentgate"))
                .isEqualTo(
                        "Claude Desktop: `agentgate` in "
                                + file
                                + ": agentgate connect claude-desktop --undo\n");
        assertThat(needing("/opt/other")).isEmpty();
        fixture.undo(Client.CLAUDE_DESKTOP);
        assertThat(needing("/opt/agentgate")).isEmpty();
    }

    @Test
    void addressOfThisMachineNeedsItAndAnotherDoesNot() throws Exception {
        fixture.install(Client.CURSOR);
        fixture.connect(Client.CURSOR);
        fixture.install(Client.ZED);
        fixture.connect()
                .run(
                        new ConnectOrder(
                                Client.ZED,
                                "agentgate",
                                new ConnectOrder.Place(false, null),
                                new ConnectOrder.Way(
                                        "https://gate.example.com/mcp", null, List.of()),
                                new ConnectOrder.Consent(false, false, false)));

        assertThat(needing("/opt/agentgate"))
                .contains("agentgate connect cursor --undo")
                .doesNotContain("Zed");
    }

    @Test
    void filesOfProjectsAndEntriesByHandAreNamed() throws Exception {
        Files.createDirectories(directory.resolve("project"));
        ConnectOrder order = Fixture.order(Client.CURSOR, Fixture.SERVER);
        fixture.connect()
                .run(
                        new ConnectOrder(
                                Client.CURSOR,
                                "agentgate",
                                new ConnectOrder.Place(true, null),
                                order.way(),
                                order.consent()));
        fixture.install(
                Client.CLAUDE_CODE,
                """
                {"projects": {"/srv/one": {"mcpServers": {
                  "b": {"command": "/opt/agentgate/agentgate", "args": ["wrap", "--", "y"]}}}}}
                """
                        .getBytes(StandardCharsets.UTF_8));

        assertThat(needing("/opt/agentgate"))
                .contains(
                        "agentgate connect cursor --file "
                                + directory.resolve("project/.cursor/mcp.json")
                                + " --undo",
                        "Claude Code: `b of /srv/one` in ",
                        ": take it out by hand");
    }

    @Test
    void fileThatIsNotUnderstoodIsNamed() throws Exception {
        Path file = fixture.install(Client.WINDSURF, "{".getBytes(StandardCharsets.UTF_8));

        assertThat(needing("/opt/agentgate")).contains("Windsurf: " + file + ":1:2: ");
    }
}
