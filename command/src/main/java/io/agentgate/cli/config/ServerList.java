package io.agentgate.cli.config;

import io.agentgate.cli.terminal.Nearest;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tables {@code [[servers]]} on their way to servers. */
final class ServerList {
    private static final List<String> OF_PROGRAMS =
            List.of("command", "args", "env", "cwd", "max_children", "shared");
    static final int MAX_CHILDREN = 1_000;

    private static final List<String> OF_ENDPOINTS =
            List.of(
                    "url",
                    "urls",
                    "health_seconds",
                    "retries",
                    "headers",
                    "credential",
                    "tls",
                    "bind_port");

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
        } else if (list instanceof ConfigTable byName) {
            for (String name : byName.keys()) {
                if (byName.get(name) instanceof ConfigTable table) {
                    ListedServer server = named(table, name, byName.placeOf(name));
                    if (server != null) {
                        servers.add(server);
                    }
                }
            }
        }
        return servers;
    }

    /** A server whose table bears its name. */
    private @Nullable ListedServer named(ConfigTable table, String name, Place place) {
        if (!ListedServer.isName(name)) {
            file.report(place, "the name of a server must be " + ListedServer.NAME_FORM);
            return null;
        }
        if (table.contains("name")) {
            report(table, "name", "the server has its name from its table: `" + name + "`");
        }
        return server(table, name);
    }

    private @Nullable ListedServer server(ConfigTable table) {
        String name = text(table, "name", ListedServer.NAME_FORM);
        if (name == null || !ListedServer.isName(name)) {
            report(table, "name", "`servers.name` must be " + ListedServer.NAME_FORM);
            return null;
        }
        return server(table, name);
    }

    private @Nullable ListedServer server(ConfigTable table, String name) {
        boolean isProgram = table.contains("command");
        String address = table.contains("urls") ? "urls" : "url";
        if (isProgram == table.contains(address)) {
            report(
                    table,
                    isProgram ? address : "name",
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
        return way == null
                ? null
                : new ListedServer(
                        name,
                        way,
                        named(table, "env"),
                        port(table),
                        new TimeoutKeys(file, "servers").read(table),
                        Validation.read(file, "servers", table));
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
        String directory = text(table, "cwd", "a path in quotes");
        return new ListedServer.Way.Command(
                words,
                directory == null ? null : file.resolved(directory),
                children(table),
                shared(table));
    }

    private boolean shared(ConfigTable table) {
        Object value = table.get("shared");
        if (value != null && !(value instanceof Boolean)) {
            report(table, "shared", "`servers.shared` must be true or false");
        }
        return value instanceof Boolean truth && truth;
    }

    private int children(ConfigTable table) {
        Object value = table.get("max_children");
        if (value == null) {
            return ListedServer.Way.Command.MANY_CHILDREN;
        }
        if (value instanceof Long number && number >= 1 && number <= MAX_CHILDREN) {
            return Math.toIntExact(number);
        }
        report(
                table,
                "max_children",
                "`servers.max_children` must be a whole number from 1 to " + MAX_CHILDREN);
        return ListedServer.Way.Command.MANY_CHILDREN;
    }

    private ListedServer.@Nullable Way endpoint(
            ConfigTable table, ListedServer.Transport transport) {
        boolean sse = transport == ListedServer.Transport.SSE;
        List<URI> urls = table.contains("urls") ? urls(table, sse) : url(table);
        if (urls.isEmpty()) {
            return null;
        }
        if (sse && table.contains("retries")) {
            report(table, "retries", "`servers.retries` is nothing of a server over sse");
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
        return sse
                ? new ListedServer.Way.Sse(urls.getFirst(), headers, access(table, headers))
                : new ListedServer.Way.Http(
                        new Endpoints(
                                urls,
                                whole(
                                        table,
                                        "health_seconds",
                                        ConfigKeys.HEALTH,
                                        Endpoints.HEALTH_SECONDS),
                                whole(table, "retries", ConfigKeys.RETRIES, Endpoints.RETRIES)),
                        headers,
                        access(table, headers));
    }

    private AccessConfig access(ConfigTable table, List<Header> headers) {
        return new AccessConfig(
                CredentialTable.read(InnerTable.ofServer(file, table, "credential"), headers),
                TlsTables.ofServer(InnerTable.ofServer(file, table, "tls")));
    }

    private List<URI> url(ConfigTable table) {
        String text = text(table, "url", Address.UPSTREAM_FORM);
        Optional<URI> url = text == null ? Optional.empty() : Address.upstream(text);
        if (url.isEmpty()) {
            // The text is not shown: it may hold credentials.
            report(table, "url", "`servers.url` must be " + Address.UPSTREAM_FORM);
        }
        return url.stream().toList();
    }

    private List<URI> urls(ConfigTable table, boolean sse) {
        Set<URI> urls = new LinkedHashSet<>();
        Object value = table.get("urls");
        List<ConfigTable.Entry> items = value instanceof ConfigList list ? list.items() : List.of();
        for (ConfigTable.Entry item : items) {
            if (item.value() instanceof String text) {
                Address.upstream(text).ifPresent(urls::add);
            }
        }
        boolean right =
                urls.size() == items.size()
                        && urls.size() >= Endpoints.FEWEST
                        && urls.size() <= Endpoints.MOST;
        if (!right || sse || table.contains("url")) {
            report(
                    table,
                    "urls",
                    sse
                            ? "a server over sse has one `servers.url`"
                            : right
                                    ? "a server has `servers.url` or `servers.urls`, and not both"
                                    : "`servers.urls` must be a list of "
                                            + Endpoints.FEWEST
                                            + " to "
                                            + Endpoints.MOST
                                            + " endpoints, each another one and "
                                            + Address.UPSTREAM_FORM);
            return List.of();
        }
        return List.copyOf(urls);
    }

    private int whole(ConfigTable table, String key, ConfigKey.Form.Whole form, int otherwise) {
        Object value = table.get(key);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Long number && number >= form.least() && number <= form.most()) {
            return Math.toIntExact(number);
        }
        report(
                table,
                key,
                "`servers."
                        + key
                        + "` must be a whole number from "
                        + form.least()
                        + " to "
                        + form.most());
        return otherwise;
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
