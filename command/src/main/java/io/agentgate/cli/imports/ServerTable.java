package io.agentgate.cli.imports;

import io.agentgate.cli.splice.TomlWriting;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A server as our configuration writes it: {@code [[servers]]} and its keys. */
record ServerTable(Map<String, Object> keys) {
    static final String ARRAY = "servers";
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

    /** The text of the table, without a last line end. */
    String text(String lineEnd) {
        return keys.entrySet().stream()
                .map(e -> TomlWriting.key(e.getKey()) + " = " + TomlWriting.value(e.getValue()))
                .collect(Collectors.joining(lineEnd, "[[" + ARRAY + "]]" + lineEnd, ""));
    }
}
