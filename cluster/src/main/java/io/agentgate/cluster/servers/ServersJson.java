package io.agentgate.cluster.servers;

import io.agentgate.gateway.catalogue.KnownTool;
import io.agentgate.gateway.catalogue.ListedTool;
import io.agentgate.protocol.JsonWriter;
import io.agentgate.protocol.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@link ToldServer}s as an array of JSON. Definitions of tools stand in it byte by byte, as far as
 * there is room for them.
 */
public final class ServersJson {
    /** Most bytes of an array that is written. */
    public static final int MAX_BYTES = 512 << 10;

    /** Around a definition: {@code "definition":,}. */
    private static final int AROUND_DEFINITION = 14;

    private ServersJson() {}

    /** A tool, by its place. */
    private record Place(int server, int tool) {}

    private record Sized(Place place, int bytes) {}

    /**
     * Writes {@value #MAX_BYTES} bytes at most. The longest definitions are left out first, so that
     * most tools keep theirs; a tool without it is named all the same. Where there is no room for
     * all names either, the last tools are counted only.
     */
    public static byte[] write(List<ToldServer> servers) {
        return write(servers, MAX_BYTES);
    }

    static byte[] write(List<ToldServer> servers, int mostBytes) {
        List<ToldServer> named = servers;
        byte[] names = bytes(named, Set.of());
        while (names.length > mostBytes && hasTools(named)) {
            named = withFewerTools(named);
            names = bytes(named, Set.of());
        }
        return bytes(named, thatFit(named, mostBytes - names.length));
    }

    private static boolean hasTools(List<ToldServer> servers) {
        return servers.stream().anyMatch(server -> !server.tools().isEmpty());
    }

    /** Half of the tools of the server with most of them. */
    private static List<ToldServer> withFewerTools(List<ToldServer> servers) {
        int most = 0;
        for (int i = 1; i < servers.size(); i++) {
            most = servers.get(i).tools().size() > servers.get(most).tools().size() ? i : most;
        }
        List<ToldServer> fewer = new ArrayList<>(servers);
        ToldServer one = servers.get(most);
        int kept = one.tools().size() / 2;
        fewer.set(
                most,
                new ToldServer(
                        one.name(),
                        one.target(),
                        one.state(),
                        one.protocol(),
                        one.trouble(),
                        one.tools().subList(0, kept),
                        one.leftOut() + one.tools().size() - kept));
        return fewer;
    }

    /** The tools whose definitions have room in so many bytes, shortest first. */
    private static Set<Place> thatFit(List<ToldServer> servers, int room) {
        List<Sized> definitions = new ArrayList<>();
        for (int server = 0; server < servers.size(); server++) {
            List<KnownTool> tools = servers.get(server).tools();
            for (int tool = 0; tool < tools.size(); tool++) {
                ListedTool.Definition definition = tools.get(tool).listed().definition();
                if (definition != null) {
                    int bytes = definition.frame().length() + AROUND_DEFINITION;
                    definitions.add(new Sized(new Place(server, tool), bytes));
                }
            }
        }
        definitions.sort(Comparator.comparingInt(Sized::bytes));
        Set<Place> fit = new HashSet<>();
        int left = room;
        for (Sized definition : definitions) {
            left -= definition.bytes();
            if (left < 0) {
                break;
            }
            fit.add(definition.place());
        }
        return fit;
    }

    private static byte[] bytes(List<ToldServer> servers, Set<Place> defined) {
        JsonWriter json = new JsonWriter().beginArray();
        for (int place = 0; place < servers.size(); place++) {
            ToldServer server = servers.get(place);
            json.beginObject().name("name").value(server.name());
            json.name("transport").value(server.target().transport());
            json.name("target").value(server.target().address());
            json.name("state").value(server.state());
            text(json.name("protocol"), server.protocol());
            text(json.name("trouble"), server.trouble());
            json.name("tools").beginArray();
            for (int tool = 0; tool < server.tools().size(); tool++) {
                boolean whole = defined.contains(new Place(place, tool));
                write(json, server.tools().get(tool), whole);
            }
            json.endArray().name("leftOut").value(server.leftOut()).endObject();
        }
        return json.endArray().toBytes();
    }

    private static void write(JsonWriter json, KnownTool tool, boolean whole) {
        ListedTool.Definition definition = tool.listed().definition();
        json.beginObject().name("name").value(tool.listed().name());
        if (whole && definition != null) {
            json.name("definition").raw(definition.frame().bytes());
        }
        text(json.name("operation"), tool.operation());
        text(json.name("circuit"), tool.circuit());
        json.endObject();
    }

    private static void text(JsonWriter json, @Nullable String text) {
        if (text == null) {
            json.nullValue();
        } else {
            json.value(text);
        }
    }

    /**
     * Reads what was written.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static List<ToldServer> read(Value array) {
        if (!array.isArray()) {
            throw new IllegalArgumentException("no array of servers");
        }
        List<ToldServer> servers = new ArrayList<>();
        array.eachElement(server -> servers.add(server(server)));
        return servers;
    }

    private static ToldServer server(Value one) {
        List<KnownTool> tools = new ArrayList<>();
        member(one, "tools").eachElement(tool -> tools.add(tool(tool)));
        return new ToldServer(
                required(one, "name"),
                new ToldServer.Target(required(one, "transport"), required(one, "target")),
                required(one, "state"),
                optional(one, "protocol"),
                optional(one, "trouble"),
                tools,
                number(one, "leftOut"));
    }

    private static KnownTool tool(Value one) {
        Value definition = one.member("definition");
        return new KnownTool(
                new ListedTool(
                        required(one, "name"),
                        definition == null || !definition.isObject()
                                ? null
                                : ListedTool.Definition.of(definition)),
                optional(one, "operation"),
                optional(one, "circuit"));
    }

    private static Value member(Value object, String name) {
        Value value = object.member(name);
        if (value == null) {
            throw new IllegalArgumentException("no `" + name + "`");
        }
        return value;
    }

    private static String required(Value object, String name) {
        String text = member(object, name).text();
        if (text == null) {
            throw new IllegalArgumentException("no text in `" + name + "`");
        }
        return text;
    }

    private static @Nullable String optional(Value object, String name) {
        Value value = object.member(name);
        return value == null ? null : value.text();
    }

    private static int number(Value object, String name) {
        String text = member(object, name).scalar();
        return Integer.parseInt(String.valueOf(text));
    }
}
