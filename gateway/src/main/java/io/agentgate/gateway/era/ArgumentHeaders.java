package io.agentgate.gateway.era;

import io.agentgate.protocol.HeaderValue;
import io.agentgate.protocol.Request;
import io.agentgate.protocol.Span;
import io.agentgate.protocol.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which arguments of which tools HTTP mirrors in headers, as far as the server has said (MCP
 * 2026-07-28, Streamable HTTP, {@code x-mcp-header}). Thread safe and bounded.
 */
public final class ArgumentHeaders {
    /** Most tools with such arguments that are kept. */
    static final int MAX_TOOLS = 1_000;

    /** Objects within objects in which such arguments are looked for. */
    private static final int MAX_DEPTH = 8;

    /** Servers do not take heads of any length. */
    private static final int MAX_VALUE = 8 << 10;

    /** Longest name of a header that is sent. */
    private static final int MAX_NAME = 64;

    private final Map<String, List<Place>> byTool = new ConcurrentHashMap<>();

    /**
     * An argument that is mirrored.
     *
     * @param path the names of the properties that lead to it
     * @param whole whether it is a number, which has several spellings
     */
    private record Place(List<String> path, String name, boolean whole) {}

    /** Reads a page of {@code tools/list}. */
    public void learn(Value result) {
        Value tools = result.member("tools");
        if (tools != null) {
            tools.eachElement(this::learnTool);
        }
    }

    private void learnTool(Value tool) {
        Value name = tool.member("name");
        String text = name == null ? null : name.text();
        Value schema = tool.member("inputSchema");
        if (text == null || schema == null) {
            return;
        }
        List<Place> places = new ArrayList<>();
        search(schema, List.of(), places);
        if (places.isEmpty() || areAmbiguous(places)) {
            byTool.remove(text);
        } else if (byTool.size() < MAX_TOOLS || byTool.containsKey(text)) {
            byTool.put(text, List.copyOf(places));
        }
    }

    private static void search(Value schema, List<String> path, List<Place> found) {
        Value properties = schema.member("properties");
        if (properties == null || path.size() >= MAX_DEPTH) {
            return;
        }
        properties
                .members()
                .forEach(
                        (name, property) -> {
                            List<String> to = new ArrayList<>(path);
                            to.add(name);
                            Place place = place(property, to);
                            if (place != null && found.size() < Mirror.MAX_PARAMS) {
                                found.add(place);
                            }
                            search(property, to, found);
                        });
    }

    private static @Nullable Place place(Value property, List<String> path) {
        Value header = property.member(HeaderAnnotations.NAME);
        Value type = property.member("type");
        String name = header == null ? null : header.text();
        String known = type == null ? null : type.text();
        if (name == null || known == null) {
            return null;
        }
        boolean sent =
                name.length() <= MAX_NAME
                        && HeaderAnnotations.isToken(name)
                        && HeaderAnnotations.isMirrored(known);
        return sent ? new Place(List.copyOf(path), name, known.equals("integer")) : null;
    }

    /** A server could not tell which is which. */
    private static boolean areAmbiguous(List<Place> places) {
        Set<String> names = new HashSet<>();
        for (Place place : places) {
            if (!names.add(place.name().toLowerCase(Locale.ROOT))) {
                return true;
            }
        }
        return false;
    }

    private List<Place> places(Request request) {
        String tool = request.method().equals("tools/call") ? request.params().name() : null;
        List<Place> places = tool == null || byTool.isEmpty() ? null : byTool.get(tool);
        return places == null ? List.of() : places;
    }

    /** Whether a head says of the arguments what they are, as far as is known. */
    boolean agree(Request request, Mirror head) {
        for (Place place : places(request)) {
            Span arguments = request.params().arguments();
            String value =
                    arguments == null ? null : value(new Value(request.frame(), arguments), place);
            if (value != null && value.length() > MAX_VALUE) {
                continue;
            }
            if (!isSame(place, value, head.param(place.name()))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSame(Place place, @Nullable String value, @Nullable String header) {
        if (value == null || header == null) {
            return value == null && header == null;
        }
        String decoded = HeaderValue.decode(header);
        return value.equals(decoded)
                || (decoded != null && place.whole() && isSameNumber(value, decoded));
    }

    private static boolean isSameNumber(String one, String other) {
        try {
            return new BigDecimal(one).compareTo(new BigDecimal(other)) == 0;
        } catch (NumberFormatException none) {
            return false;
        }
    }

    /** What is to be mirrored of a request. */
    public List<Mirror.Param> of(Request request) {
        List<Place> places = places(request);
        Span arguments = request.params().arguments();
        if (places.isEmpty() || arguments == null) {
            return List.of();
        }
        List<Mirror.Param> params = new ArrayList<>();
        for (Place place : places) {
            String value = value(new Value(request.frame(), arguments), place);
            if (value != null && value.length() <= MAX_VALUE) {
                params.add(Mirror.Param.of(place.name(), value));
            }
        }
        return params;
    }

    private static @Nullable String value(Value arguments, Place place) {
        Value value = arguments;
        for (String name : place.path()) {
            value = value == null ? null : value.member(name);
        }
        return value == null ? null : value.scalar();
    }
}
