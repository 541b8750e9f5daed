package io.agentgate.cli.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.cli.installation.Home;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientPlacesTest {

    private static ClientPlaces places(OperatingSystem system, Map<String, String> environment) {
        Path me = Path.of("/me");
        return new ClientPlaces(
                new Machine(environment, system, me, Path.of("/p"), new Home(me), "/agentgate"));
    }

    @ParameterizedTest
    @CsvSource({
        "LINUX, CLAUDE_CODE, /me/.claude.json",
        "LINUX, CLAUDE_DESKTOP, /me/.config/Claude/claude_desktop_config.json",
        "MAC, CLAUDE_DESKTOP, /me/Library/Application Support/Claude/claude_desktop_config.json",
        "WINDOWS, CLAUDE_DESKTOP, /me/AppData/Roaming/Claude/claude_desktop_config.json",
        "LINUX, CURSOR, /me/.cursor/mcp.json",
        "LINUX, VSCODE, /me/.config/Code/User/mcp.json",
        "MAC, VSCODE, /me/Library/Application Support/Code/User/mcp.json",
        "WINDOWS, VSCODE, /me/AppData/Roaming/Code/User/mcp.json",
        "LINUX, CODEX, /me/.codex/config.toml",
        "LINUX, GEMINI_CLI, /me/.gemini/settings.json",
        "LINUX, WINDSURF, /me/.codeium/windsurf/mcp_config.json",
        "LINUX, ZED, /me/.config/zed/settings.json",
        "MAC, ZED, /me/.config/zed/settings.json",
        "WINDOWS, ZED, /me/AppData/Roaming/Zed/settings.json",
    })
    void fileIsWhereTheClientLooks(OperatingSystem system, Client client, Path file) {
        assertThat(places(system, Map.of()).file(client)).isEqualTo(file);
    }

    @Test
    void environmentMovesFiles() {
        Map<String, String> environment =
                Map.of(
                        "CLAUDE_CONFIG_DIR", "/c",
                        "CODEX_HOME", "~/x",
                        "XDG_CONFIG_HOME", "/xdg",
                        "APPDATA", "/app");

        ClientPlaces linux = places(OperatingSystem.LINUX, environment);
        assertThat(linux.file(Client.CLAUDE_CODE)).hasToString("/c/.claude.json");
        assertThat(linux.file(Client.CODEX)).hasToString("/me/x/config.toml");
        assertThat(linux.file(Client.ZED)).hasToString("/xdg/zed/settings.json");
        assertThat(places(OperatingSystem.WINDOWS, environment).file(Client.VSCODE))
                .hasToString("/app/Code/User/mcp.json");
    }

    @ParameterizedTest
    @CsvSource({"Linux, LINUX", "Mac OS X, MAC", "Windows 11, WINDOWS", "Darwin, MAC"})
    void systemIsKnownByItsName(String name, OperatingSystem system) {
        assertThat(OperatingSystem.of(name)).isEqualTo(system);
    }
}
