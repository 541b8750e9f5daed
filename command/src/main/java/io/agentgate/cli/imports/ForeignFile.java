package io.agentgate.cli.imports;

import io.agentgate.cli.splice.JsonReader;
import io.agentgate.cli.splice.SourceText;
import io.agentgate.cli.splice.TomlDocument;
import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Another program's configuration file, with what its content says it is.
 *
 * @param root everything in it, as plain values
 */
record ForeignFile(Format format, Map<String, Object> root) {

    /** The kinds of files that are known. */
    enum Format {
        MCP_SERVERS("mcpServers (Claude, Cursor, Windsurf, Gemini and others)"),
        VSCODE("VS Code"),
        ZED("Zed"),
        CODEX("Codex"),
        AGENTGATE("AgentGate"),
        NIRAVEN("Niraven mcp-gateway"),
        MCPGATE("MCPGate"),
        AGENTGATEWAY("agentgateway");

        private final String title;

        Format(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    /**
     * Reads a file and finds out what it is.
     *
     * @throws CommandException if it does not parse, or nothing in it is known
     */
    static ForeignFile read(SourceText source) throws CommandException {
        Map<String, Object> root = plain(source);
        boolean toml = source.file().toString().toLowerCase(Locale.ROOT).endsWith(".toml");
        // Nobody else has tables of servers in TOML.
        boolean own = toml && root.get("servers") instanceof Map<?, ?>;
        Format format = own ? Format.AGENTGATE : format(root);
        if (format == null) {
            throw new CommandException(
                    ExitCode.CONFIG,
                    source.file()
                            + ":1:1: there are no servers of a known kind; looked for `mcpServers`,"
                            + " `servers`, `context_servers`, `mcp_servers`, `upstreams` and"
                            + " `binds`");
        }
        return new ForeignFile(format, root);
    }

    private static Map<String, Object> plain(SourceText source) throws CommandException {
        String text = source.text().substring(source.begin()).stripLeading();
        String name = source.file().toString().toLowerCase(Locale.ROOT);
        boolean json = text.startsWith("{") || text.startsWith("//") || text.startsWith("/*");
        if (json || name.endsWith(".json")) {
            return Plain.map(JsonReader.read(source).root().plain());
        }
        if (name.endsWith(".yaml") || name.endsWith(".yml")) {
            return YamlText.read(source);
        }
        try {
            return TomlDocument.read(source).plain();
        } catch (CommandException noToml) {
            if (name.endsWith(".toml")) {
                throw noToml;
            }
            return YamlText.read(source);
        }
    }

    private static @Nullable Format format(Map<String, Object> root) {
        if (root.get("mcpServers") instanceof Map<?, ?>) {
            return Format.MCP_SERVERS;
        }
        if (root.get("context_servers") instanceof Map<?, ?>) {
            return Format.ZED;
        }
        if (root.get("mcp_servers") instanceof Map<?, ?>) {
            return Format.CODEX;
        }
        if (root.get("servers") instanceof List<?>) {
            return Format.AGENTGATE;
        }
        if (root.get("servers") instanceof Map<?, ?>) {
            boolean niraven = root.containsKey("policies") || root.containsKey("audit");
            return niraven ? Format.NIRAVEN : Format.VSCODE;
        }
        if (root.get("upstreams") instanceof Map<?, ?>
                || root.get("upstreams") instanceof List<?>) {
            return Format.MCPGATE;
        }
        if (Plain.map(root.get("mcp")).get("servers") instanceof Map<?, ?>) {
            return Format.VSCODE;
        }
        boolean gateway =
                List.of("binds", "routes", "gateways", "listeners", "backends").stream()
                                .anyMatch(key -> root.get(key) != null)
                        || Plain.map(root.get("mcp")).get("targets") instanceof List<?>;
        return gateway ? Format.AGENTGATEWAY : null;
    }
}
