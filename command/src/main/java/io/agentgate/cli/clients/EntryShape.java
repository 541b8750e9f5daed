package io.agentgate.cli.clients;

import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How one client writes the entries of its servers. */
public record EntryShape(Client client) {
    private static final String WRAP = "wrap";
    private static final Pattern LAUNCHER = Pattern.compile("(?:.*[/\\\\])?agentgate(?:\\.cmd)?");

    /** Under which of these a client keeps the address of a server over HTTP. */
    private static final List<String> ADDRESSES = List.of("url", "httpUrl", "serverUrl");

    /**
     * The entry of a server over HTTP.
     *
     * @param keyVariable the environment variable that holds the API key, or null for none
     */
    public Map<String, Object> http(String url, @Nullable String keyVariable)
            throws CommandException {
        Map<String, Object> entry = new LinkedHashMap<>();
        switch (client) {
            case CLAUDE_CODE, VSCODE -> {
                entry.put("type", "http");
                entry.put("url", url);
            }
            case CURSOR, CODEX, ZED -> entry.put("url", url);
            case GEMINI_CLI -> entry.put("httpUrl", url);
            case WINDSURF -> entry.put("serverUrl", url);
            case CLAUDE_DESKTOP ->
                    throw new CommandException(
                            ExitCode.USAGE,
                            "Claude Desktop's file takes servers that it starts itself, none at an"
                                    + " address; name the server's command behind `--`: agentgate"
                                    + " connect claude-desktop -- COMMAND");
        }
        if (keyVariable != null) {
            addKey(entry, keyVariable);
        }
        return entry;
    }

    /** Only ever the variable's name: a client's file is no place for a secret. */
    private void addKey(Map<String, Object> entry, String variable) throws CommandException {
        switch (client) {
            case CODEX -> entry.put("bearer_token_env_var", variable);
            case CLAUDE_CODE, GEMINI_CLI -> header(entry, "${" + variable + "}");
            case CURSOR, WINDSURF -> header(entry, "${env:" + variable + "}");
            case VSCODE -> header(entry, "${input:" + variable + "}");
            case ZED, CLAUDE_DESKTOP ->
                    throw new CommandException(
                            ExitCode.USAGE,
                            client.title()
                                    + " has no documented way to take a key from an environment"
                                    + " variable; leave --key-env out");
        }
    }

    private static void header(Map<String, Object> entry, String reference) {
        entry.put("headers", Map.of("Authorization", "Bearer " + reference));
    }

    /** What else the file needs so that a key is asked for; null where it needs nothing. */
    public @Nullable Map<String, Object> keyInput(String variable) {
        if (client != Client.VSCODE) {
            return null;
        }
        Map<String, Object> input = new LinkedHashMap<>();
        input.put("type", "promptString");
        input.put("id", variable);
        input.put("description", "API key of AgentGate");
        input.put("password", true);
        return input;
    }

    /** The entry of a server that the client starts behind the gateway. */
    public Map<String, Object> stdio(String launcher, List<String> command) {
        Map<String, Object> entry = new LinkedHashMap<>();
        if (client == Client.CLAUDE_CODE || client == Client.VSCODE) {
            entry.put("type", "stdio");
        }
        List<String> arguments = new ArrayList<>(List.of(WRAP, "--agent", client.word(), "--"));
        arguments.addAll(command);
        entry.put("command", launcher);
        entry.put("args", arguments);
        return entry;
    }

    /** Whether an entry starts its server behind a gateway already. */
    public static boolean isWrapped(Object entry) {
        if (!(entry instanceof Map<?, ?> map)) {
            return false;
        }
        Object command = map.get("command");
        Object arguments = map.get("args");
        if (command instanceof Map<?, ?> inner) {
            command = inner.get("path");
            arguments = inner.get("args");
        }
        return command instanceof String program
                && LAUNCHER.matcher(program).matches()
                && arguments instanceof List<?> list
                && !list.isEmpty()
                && WRAP.equals(list.getFirst());
    }

    /** The address of a server over HTTP, or null for one that is started. */
    public static @Nullable String address(Object entry) {
        if (entry instanceof Map<?, ?> map) {
            for (String name : ADDRESSES) {
                if (map.get(name) instanceof String address) {
                    return address;
                }
            }
        }
        return null;
    }
}
