package io.agentgate.cli.clients;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where clients keep their files on a machine. */
public record ClientPlaces(Machine machine) {

    /** The file of the person. */
    public Path file(Client client) {
        return switch (client) {
            case CLAUDE_CODE -> claude().resolve(".claude.json");
            case CLAUDE_DESKTOP -> directory(client).resolve("claude_desktop_config.json");
            case CURSOR, VSCODE -> directory(client).resolve("mcp.json");
            case CODEX -> directory(client).resolve("config.toml");
            case GEMINI_CLI, ZED -> directory(client).resolve("settings.json");
            case WINDSURF -> directory(client).resolve("mcp_config.json");
        };
    }

    /** The file in a project, which the working directory is; null where the client has none. */
    public @Nullable Path projectFile(Client client) {
        Path project = machine.directory();
        return switch (client) {
            case CLAUDE_CODE -> project.resolve(".mcp.json");
            case CURSOR -> project.resolve(".cursor").resolve("mcp.json");
            case VSCODE -> project.resolve(".vscode").resolve("mcp.json");
            case CODEX -> project.resolve(".codex").resolve("config.toml");
            case GEMINI_CLI -> project.resolve(".gemini").resolve("settings.json");
            case ZED -> project.resolve(".zed").resolve("settings.json");
            case CLAUDE_DESKTOP, WINDSURF -> null;
        };
    }

    /** The directory that is there where the client is installed. */
    public Path directory(Client client) {
        Path home = machine.userHome();
        return switch (client) {
            case CLAUDE_CODE -> {
                Path named = machine.named("CLAUDE_CONFIG_DIR");
                yield named == null ? home.resolve(".claude") : named;
            }
            case CLAUDE_DESKTOP -> applications().resolve("Claude");
            case CURSOR -> home.resolve(".cursor");
            case VSCODE -> applications().resolve("Code").resolve("User");
            case CODEX -> {
                Path named = machine.named("CODEX_HOME");
                yield named == null ? home.resolve(".codex") : named;
            }
            case GEMINI_CLI -> home.resolve(".gemini");
            case WINDSURF -> home.resolve(".codeium").resolve("windsurf");
            case ZED -> zed();
        };
    }

    /** Where Claude Code's own file is: in the home itself, unless a variable says otherwise. */
    private Path claude() {
        Path named = machine.named("CLAUDE_CONFIG_DIR");
        return named == null ? machine.userHome() : named;
    }

    private Path zed() {
        return switch (machine.system()) {
            case LINUX -> applications().resolve("zed");
            case MAC -> machine.userHome().resolve(".config").resolve("zed");
            case WINDOWS -> applications().resolve("Zed");
        };
    }

    /** Where applications keep settings of a person. */
    private Path applications() {
        Path home = machine.userHome();
        return switch (machine.system()) {
            case LINUX -> {
                Path named = machine.named("XDG_CONFIG_HOME");
                yield named == null ? home.resolve(".config") : named;
            }
            case MAC -> home.resolve("Library").resolve("Application Support");
            case WINDOWS -> {
                Path named = machine.named("APPDATA");
                yield named == null ? home.resolve("AppData").resolve("Roaming") : named;
            }
        };
    }
}
