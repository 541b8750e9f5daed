package io.agentgate.cli.config;

import io.agentgate.cli.terminal.Nearest;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tables {@code [[servers]]} on their way to servers. */
final class ServerList {
    private static final List<String> OF_PROGRAMS = List.of("command", "args", "env");
    private static final List<String> OF_ENDPOINTS = List.of("url", "headers", "bind_port");

    private final ConfigFile file;

    ServerList(ConfigFile file) {
        this.file = file;
    }

    List<ListedServer> read(@Nullable Object list) {
        List<ListedServer> servers = new ArrayList<>();
        Set<String> names = new HashSet<>();
        if (list instanceof ConfigList tables) {
            for (ConfigTable.Entry item : tables.items()) {
                if (item.value() instanceof ConfigTable table) {
                    ListedServer server = server(table);
                    if (server != null && !names.add(server.name())) {
                        report(table, "name", "two servers are called `" + server.name() + "`");
                    } else if (server != null) {
                        servers.add(server);
                    }
                }
            }
        }
        return servers;
    }

    private @Nullable ListedServer server(ConfigTable table) {
        String name = text(table, "name", ListedServer.NAME_FORM);
        if (name == null || !ListedServer.isName(name)) {
            report(table, "name", "`servers.name` must be " + ListedServer.NAME_FORM);
            return null;
        }
        boolean isProgram = table.contains("command");
        if (isProgram == table.contains("url")) {
            report(
                    table,
                    isProgram ? "url" : "name",
                    "server `" + name + "` needs a command or a url, and not both");
            return null;
        }
        for (String stray : isProgram ? OF_ENDPOINTS : OF_PROGRAMS) {
            if (table.contains(stray)) {
                report(
                        table,
                        stray,
                        "`servers."
                                + stray
                                + "` is nothing of a server that has a "
                                + (isProgram ? "command" : "url"));
            }
        }
        ListedServer.Transport transport = transport(table, isProgram);
        ListedServer.Way way = isProgram ? program(table) : endpoint(table, transport);
        return way == null ? null : new ListedServer(name, way, named(table, "env"), port(table));
    }

    private ListedServer.Transport transport(ConfigTable table, boolean isProgram) {
        ListedServer.Transport usual =
                isProgram ? ListedServer.Transport.STDIO : ListedServer.Transport.HTTP;
        Object value = table.get("transport");
        if (value == null) {
            return usual;
        }
        List<String> words = ListedServer.Transport.words();
        String word = value instanceof String text ? text : "";
        if (!words.contains(word)) {
            report(table, "transport", "unknown `servers.transport`" + Nearest.advice(word, words));
            return usual;
        }
        ListedServer.Transport transport =
                ListedServer.Transport.valueOf(word.toUpperCase(Locale.ROOT));
        if ((transport == ListedServer.Transport.STDIO) != isProgram) {
            report(
                    table,
                    "transport",
                    isProgram
                            ? "a server with a command is reached by stdio"
                            : "a server with a url is reached by http or sse");
        }
        return transport;
    }

    private ListedServer.@Nullable Way program(ConfigTable table) {
        String command = text(table, "command", "the name or path of a program in quotes");
        if (command == null) {
            return null;
        }
        List<String> words = new ArrayList<>();
        words.add(command);
        Object args = table.get("args");
        List<ConfigTable.Entry> items = args instanceof ConfigList list ? list.items() : List.of();
        for (ConfigTable.Entry item : items) {
            if (item.value() instanceof String word) {
                words.add(word);
            }
        }
        if (words.size() != items.size() + 1 || (args != null && !(args instanceof ConfigList))) {
            report(table, "args", "`servers.args` must be a list of texts");
        }
        return new ListedServer.Way.Command(words);
    }

    private ListedServer.@Nullable Way endpoint(
            ConfigTable table, ListedServer.Transport transport) {
        String text = text(table, "url", Address.UPSTREAM_FORM);
        Optional<URI> url = text == null ? Optional.empty() : Address.upstream(text);
        if (url.isEmpty()) {
            // The text is not shown: it may hold credentials.
            report(table, "url", "`servers.url` must be " + Address.UPSTREAM_FORM);
            return null;
        }
        List<Header> headers = new ArrayList<>();
        for (Map.Entry<String, String> named : named(table, "headers").entrySet()) {
            try {
                Header header = new Header(named.getKey(), named.getValue().strip());
                header.check();
                headers.add(header);
            } catch (HeaderException wrong) {
                report(table, "headers", String.valueOf(wrong.getMessage()));
            }
        }
        return transport == ListedServer.Transport.SSE
                ? new ListedServer.Way.Sse(url.get(), headers)
                : new ListedServer.Way.Http(url.get(), headers);
    }

    private Map<String, String> named(ConfigTable table, String key) {
        Map<String, String> named = new LinkedHashMap<>();
        Object value = table.get(key);
        if (value == null) {
            return named;
        }
        if (!(value instanceof ConfigTable inner)) {
            report(table, key, "`servers." + key + "` must be a table of names and texts");
            return named;
        }
        for (String name : inner.keys()) {
            if (inner.get(name) instanceof String text) {
                named.put(name, text);
            } else {
                file.report(
                        inner.placeOf(name),
                        "each of `servers." + key + "` must be a text in quotes");
            }
        }
        return named;
    }

    private @Nullable Integer port(ConfigTable table) {
        Object value = table.get("bind_port");
        if (value == null) {
            return null;
        }
        if (value instanceof Long port && port >= 1 && port <= ServerConfig.MAX_PORT) {
            return Math.toIntExact(port);
        }
        report(
                table,
                "bind_port",
                "`servers.bind_port` must be a whole number from 1 to " + ServerConfig.MAX_PORT);
        return null;
    }

    private @Nullable String text(ConfigTable table, String key, String form) {
        Object value = table.get(key);
        if (value instanceof String text && !text.isBlank()) {
            return text;
        }
        if (value != null) {
            report(table, key, "`servers." + key + "` must be " + form);
        }
        return null;
    }

    private void report(ConfigTable table, String key, String message) {
        file.report(table.placeOf(key), message);
    }
}
