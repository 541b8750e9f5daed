package io.agentgate.cli.clients;

import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import io.agentgate.cli.terminal.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A program that calls tools of MCP servers. */
public enum Client {
    CLAUDE_CODE("claude-code", "Claude Code", "mcpServers"),
    CLAUDE_DESKTOP("claude-desktop", "Claude Desktop", "mcpServers"),
    CURSOR("cursor", "Cursor", "mcpServers"),
    VSCODE("vscode", "VS Code", "servers"),
    CODEX("codex", "Codex", "mcp_servers"),
    GEMINI_CLI("gemini-cli", "Gemini CLI", "mcpServers"),
    WINDSURF("windsurf", "Windsurf", "mcpServers"),
    ZED("zed", "Zed", "context_servers");

    private static final String PROJECTS = "projects";

    private final String word;
    private final String title;
    private final String container;

    Client(String word, String title, String container) {
        this.word = word;
        this.title = title;
        this.container = container;
    }

    /** How the command line names it. */
    public String word() {
        return word;
    }

    /** How people name it. */
    public String title() {
        return title;
    }

    /** The name in its file under which its servers stand. */
    public String container() {
        return container;
    }

    /** Where a file of it has entries: Claude Code keeps those of projects in its own file, too. */
    public List<List<String>> containers(EntryDocument document) throws CommandException {
        List<List<String>> containers = new ArrayList<>();
        containers.add(List.of(container));
        if (this == CLAUDE_CODE) {
            for (String project : document.names(List.of(PROJECTS))) {
                containers.add(List.of(PROJECTS, project, container));
            }
        }
        return containers;
    }

    /** Whether its file is TOML; all others keep JSON. */
    public boolean writesToml() {
        return this == CODEX;
    }

    /** All names. */
    public static List<String> words() {
        return Stream.of(values()).map(Client::word).toList();
    }

    /** The client of a name. */
    public static Client of(String word) throws CommandException {
        for (Client client : values()) {
            if (client.word.equals(word)) {
                return client;
            }
        }
        throw new CommandException(
                ExitCode.USAGE, "unknown client `" + word + "`" + Nearest.advice(word, words()));
    }

    /** What to know where the home of this process need not be that of what the client starts. */
    public Optional<String> remarkOnHome(Machine machine) {
        return machine.environment().containsKey("AGENTGATE_HOME")
                ? Optional.of(
                        "AGENTGATE_HOME is set here; unless it is set for "
                                + title
                                + " too, its records go to ~/.agentgate.")
                : Optional.empty();
    }

    /** What a person does before the client no longer has what was taken back. */
    public String forget() {
        return switch (this) {
            case CLAUDE_CODE, CODEX, GEMINI_CLI -> "Start " + title + " anew.";
            case CLAUDE_DESKTOP -> "Quit Claude Desktop and start it again.";
            case CURSOR -> "Restart Cursor.";
            case VSCODE -> "Run `Developer: Reload Window` in VS Code.";
            case WINDSURF -> "Press Refresh under MCP in Windsurf, or restart it.";
            case ZED -> "Zed reads the file by itself.";
        };
    }

    /** What a person does before the client reads its file again, and where it shows the entry. */
    public String restart() {
        return switch (this) {
            case CLAUDE_CODE -> "Start Claude Code anew; `/mcp` shows the entry.";
            case CLAUDE_DESKTOP -> "Quit Claude Desktop and start it again.";
            case CURSOR -> "Restart Cursor, and see that the entry is switched on under MCP.";
            case VSCODE -> "Run `MCP: List Servers` in VS Code, and start the entry there.";
            case CODEX -> "Start Codex anew; `codex mcp list` shows the entry.";
            case GEMINI_CLI -> "Start Gemini CLI anew; `/mcp` shows the entry.";
            case WINDSURF -> "Press Refresh under MCP in Windsurf, or restart it.";
            case ZED -> "Zed reads the file by itself; see its agent settings.";
        };
    }
}
