package io.agentgate.cli.wrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerNameTest {

    @ParameterizedTest
    @CsvSource({
        "npx -y @modelcontextprotocol/server-everything, @modelcontextprotocol/server-everything",
        "npx -y @scope/tool@2026.8.31, @scope/tool",
        "node /opt/server-filesystem/dist/index.js /tmp, server-filesystem",
        "python3 -m weather_server, weather_server",
        "python3 /opt/weather.py, weather",
        "uvx mcp-server-git, mcp-server-git",
        "uv run tools/server.py, tools",
        "java -XX:+UseSerialGC -jar /opt/workshop.jar, workshop",
        "/usr/local/bin/github-mcp-server stdio, github-mcp-server",
        "./server, server",
        "node --no-warnings /opt/node_modules/@scope/server-files/dist/index.js /tmp/dir,"
                + " server-files",
        "npx --no-install server-files /tmp/dir, server-files",
        "node server /tmp/dir, node",
        "node, node",
    })
    void namesTheServerByTheMostTellingWord(String command, String name) {
        assertThat(ServerName.of(List.of(command.split(" ")))).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "uvx --index-url https://user:token@host mcp-server-git",
                "uvx --api-key sk-SECRET123",
                "npx --token sk-SECRET123 server",
                "sh -c server;--api-key=sk-SECRET123",
                "node --eval code(sk-SECRET123)",
                "npx --package pkg server sk-SECRET123",
                "node --no-warnings server sk-SECRET123",
            })
    void neverTakesTheValueOfAnOptionForAName(String command) {
        assertThat(ServerName.of(List.of(command.split(" "))))
                .doesNotContain("token")
                .doesNotContain("SECRET");
    }
}
