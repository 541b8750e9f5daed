package io.agentgate.cli.imports;

import io.agentgate.cli.splice.TomlWriting;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A server as our configuration writes it: a table and its keys. */
record ServerTable(Map<String, Object> keys) {
    static final String SERVERS = "servers";
    static final String NAME = "name";
    static final String COMMAND = "command";

    ServerTable {
        keys = new LinkedHashMap<>(keys);
    }

    /** A server that is started. */
    static ServerTable of(String name, SourceServer.Started started) {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put(NAME, name);
        keys.put("transport", "stdio");
        keys.put(COMMAND, started.command());
        if (!started.arguments().isEmpty()) {
            keys.put("args", started.arguments());
        }
        if (!started.environment().isEmpty()) {
            keys.put("env", started.environment());
        }
        return new ServerTable(keys);
    }

    /** A server at an address. */
    static ServerTable of(String name, SourceServer.Called called) {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put(NAME, name);
        keys.put("transport", called.transport());
        keys.put("url", called.url());
        if (!called.headers().isEmpty()) {
            keys.put("headers", called.headers());
        }
        return new ServerTable(keys);
    }

    String name() {
        return String.valueOf(keys.get(NAME));
    }

    /**
     * The text of the table, without a last line end.
     *
     * @param listed whether the file's servers stand in a list, and not in tables of their names
     */
    String text(String lineEnd, boolean listed) {
        String head =
                listed
                        ? "[[" + SERVERS + "]]"
                        : "[" + SERVERS + "." + TomlWriting.key(name()) + "]";
        return keys.entrySet().stream()
                .filter(e -> listed || !e.getKey().equals(NAME))
                .map(e -> TomlWriting.key(e.getKey()) + " = " + TomlWriting.value(e.getValue()))
                .collect(Collectors.joining(lineEnd, head + lineEnd, ""));
    }
}
