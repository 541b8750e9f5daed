package io.agentgate.cli.status;

import io.agentgate.protocol.JsonCursor;
import io.agentgate.protocol.JsonWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A {@link ServerState} as a JSON object. */
final class ServerJson {
    private static final double NANOS_A_MILLI = 1e6;

    private ServerJson() {}

    static void write(JsonWriter json, ServerState server) {
        json.beginObject();
        json.name("name").value(server.name());
        json.name("state").value(server.word());
        json.name("at").value(server.at());
        json.name("reached_by").value(server.reachedBy());
        StateJson.text(json.name("protocol"), server.protocol());
        number(json.name("tools"), server.tools());
        json.name("calls").value(server.calls());
        Duration median = server.median();
        number(json.name("median_us"), median == null ? null : median.toNanos() / 1_000);
        StateJson.text(json.name("trouble"), server.trouble());
        ServerState.Children children = server.children();
        number(json.name("children"), children == null ? null : children.live());
        number(json.name("started"), children == null ? null : children.started());
        Duration rests = children == null ? null : children.restsFor();
        number(json.name("rests_for_ms"), rests == null ? null : rests.toMillis());
        json.name("endpoints").beginArray();
        for (ServerState.Endpoint each : server.endpoints()) {
            json.beginObject().name("url").value(each.url());
            json.name("state").value(each.state());
            json.name("in_progress").value(each.inProgress()).endObject();
        }
        json.endArray().endObject();
    }

    private static void number(JsonWriter json, @Nullable Number number) {
        if (number == null) {
            json.nullValue();
        } else {
            json.value(number.longValue());
        }
    }

    /** Reads an array, whose beginning comes next. */
    static void read(JsonCursor json, List<ServerState> servers) {
        if (json.next() != JsonCursor.Token.BEGIN_ARRAY) {
            throw new IllegalArgumentException("no array");
        }
        while (json.next() == JsonCursor.Token.BEGIN_OBJECT) {
            servers.add(readMembers(json));
        }
    }

    /** Reads an object, whose beginning comes next. */
    static ServerState readOne(JsonCursor json) {
        if (json.next() != JsonCursor.Token.BEGIN_OBJECT) {
            throw new IllegalArgumentException("no object");
        }
        return readMembers(json);
    }

    private static ServerState readMembers(JsonCursor json) {
        StateJson.Members members = new StateJson.Members(new HashMap<>());
        List<ServerState.Endpoint> endpoints = new ArrayList<>();
        while (json.next() == JsonCursor.Token.NAME) {
            if (json.text().equals("endpoints")) {
                readEndpoints(json, endpoints);
            } else {
                members.read(json);
            }
        }
        return server(members, endpoints);
    }

    private static void readEndpoints(JsonCursor json, List<ServerState.Endpoint> endpoints) {
        if (json.next() != JsonCursor.Token.BEGIN_ARRAY) {
            throw new IllegalArgumentException("no array");
        }
        while (json.next() == JsonCursor.Token.BEGIN_OBJECT) {
            StateJson.Members members = new StateJson.Members(new HashMap<>());
            while (json.next() == JsonCursor.Token.NAME) {
                members.read(json);
            }
            endpoints.add(
                    new ServerState.Endpoint(
                            members.word("url"),
                            members.word("state").equals("out"),
                            (int) members.number("in_progress")));
        }
    }

    private static ServerState server(
            StateJson.Members members, List<ServerState.Endpoint> endpoints) {
        Long tools = optional(members, "tools");
        Long median = optional(members, "median_us");
        Long live = optional(members, "children");
        Long rests = optional(members, "rests_for_ms");
        return new ServerState(
                members.word("name"),
                members.word("at"),
                members.word("reached_by"),
                members.found().get("protocol"),
                tools == null ? null : tools.intValue(),
                members.number("calls"),
                median == null ? null : Duration.ofNanos(median * 1_000),
                members.found().get("trouble"),
                live == null
                        ? null
                        : new ServerState.Children(
                                live.intValue(),
                                members.number("started"),
                                rests == null ? null : Duration.ofMillis(rests)),
                endpoints);
    }

    private static @Nullable Long optional(StateJson.Members members, String name) {
        return members.found().containsKey(name) ? members.number(name) : null;
    }

    /** Milliseconds with a digit behind the point, for people. */
    static String millis(Duration duration) {
        return String.format(java.util.Locale.ROOT, "%.1f ms", duration.toNanos() / NANOS_A_MILLI);
    }
}
