package io.agentgate.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.cli.clients.Client;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientListTest {
    @TempDir private Path directory = Path.of("");

    private String list(Fixture fixture, boolean json) {
        StringWriter said = new StringWriter();
        new ClientList(fixture.machine(), InstantSource.system())
                .print(new PrintWriter(said, true), json);
        return said.toString();
    }

    @Test
    void clientIsShownWithItsWayToTheGateway() throws Exception {
        Fixture fixture = new Fixture(directory);
        fixture.install(Client.CURSOR);
        fixture.connect(Client.CURSOR);
        fixture.install(Client.CLAUDE_DESKTOP);
        fixture.connect(Client.CLAUDE_DESKTOP);
        fixture.install(Client.CODEX);
        fixture.install(Client.WINDSURF, "{".getBytes(StandardCharsets.UTF_8));

        String table = list(fixture, false);

        assertThat(table)
                .containsPattern("(?m)^cursor +yes +agentgate +2 ")
                .containsPattern("(?m)^claude-desktop +yes +agentgate +2 ")
                .containsPattern("(?m)^codex +yes +- +3 ")
                .containsPattern("(?m)^windsurf +yes +\\? +\\? ")
                .containsPattern("(?m)^zed +no +- +0 ")
                .contains(fixture.file(Client.WINDSURF) + ":1:2: ");
        assertThat(list(fixture, true))
                .contains(
                        "{\"client\":\"cursor\",\"title\":\"Cursor\",\"found\":true,\"file\":\""
                                + fixture.file(Client.CURSOR)
                                + "\",\"entries\":[\"agentgate\"],\"other_servers\":2,\"problem\":null}");
    }

    @Test
    void serversOfASingleProjectCount() throws Exception {
        Fixture fixture = new Fixture(directory);
        fixture.install(
                Client.CLAUDE_CODE,
                """
                {"mcpServers": {"a": {"command": "x"}}, "projects": {
                  "/srv/one": {"mcpServers": {
                    "b": {"command": "/opt/agentgate/agentgate", "args": ["wrap", "--", "y"]}}},
                  "/srv/two": {"mcpServers": {"c": {"command": "z"}}}}}
                """
                        .getBytes(StandardCharsets.UTF_8));

        assertThat(list(fixture, true))
                .contains("\"entries\":[\"b of /srv/one\"],\"other_servers\":2,");
    }
}
