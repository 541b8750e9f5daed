package io.agentgate.dashboard;

import io.agentgate.gateway.catalogue.KnownTool;
import io.agentgate.gateway.catalogue.ListedTool;
import io.agentgate.protocol.Era;
import io.agentgate.protocol.JsonWriter;
import io.agentgate.protocol.Value;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The routes of what runs: sessions, and servers with their tools. */
final class RunningRoutes {
    private final Running running;
    private final Blocking blocking;

    RunningRoutes(Running running, Blocking blocking) {
        this.running = running;
        this.blocking = blocking;
    }

    void mount(Router router) {
        router.get("/api/sessions").handler(this::sessions);
        router.get("/api/servers").handler(this::servers);
    }

    private void sessions(RoutingContext asked) {
        if (Parameters.areKnown(asked)) {
            blocking.then(
                    asked, () -> sessions(running.sessions()), json -> Answer.json(asked, json));
        }
    }

    private static JsonWriter sessions(List<OpenSession> all) {
        JsonWriter json = new JsonWriter().beginArray();
        for (OpenSession session : all) {
            OpenSession.Parties parties = session.parties();
            json.beginObject().name("id").value(session.id());
            json.name("agent").value(parties.agent());
            json.name("caller").value(parties.caller());
            json.name("server").value(parties.server());
            client(json.name("client"), parties.client());
            text(json.name("protocol"), session.protocol());
            OpenSession.Gateway gateway = session.gateway();
            if (gateway == null) {
                json.name("pid").nullValue().name("command").nullValue();
            } else {
                json.name("pid").value(gateway.pid()).name("command").value(gateway.command());
            }
            json.name("began").value(session.began().toString());
            json.name("last_used").value(session.lastUsed().toString());
            Long calls = session.calls();
            if (calls == null) {
                json.name("calls").nullValue();
            } else {
                json.name("calls").value(calls);
            }
            json.endObject();
        }
        return json.endArray();
    }

    private static void client(JsonWriter json, OpenSession.@Nullable Client client) {
        if (client == null) {
            json.nullValue();
        } else {
            json.beginObject().name("name").value(client.name());
            text(json.name("version"), client.version());
            json.endObject();
        }
    }

    private void servers(RoutingContext asked) {
        if (Parameters.areKnown(asked)) {
            blocking.then(
                    asked, () -> servers(running.servers()), json -> Answer.json(asked, json));
        }
    }

    private static JsonWriter servers(List<RunningServer> all) {
        JsonWriter json = new JsonWriter().beginArray();
        for (RunningServer server : all) {
            json.beginObject().name("name").value(server.name());
            json.name("transport").value(server.target().transport());
            json.name("target").value(server.target().address());
            json.name("state").value(server.health().state());
            text(json.name("trouble"), server.health().trouble());
            String protocol = server.health().protocol();
            text(json.name("protocol"), protocol);
            text(json.name("era"), protocol == null ? null : era(protocol));
            json.name("pids").beginArray();
            server.pids().forEach(json::value);
            json.endArray().name("tools").beginArray();
            server.tools().forEach(tool -> tool(json, tool));
            json.endArray().name("tools_left_out").value(server.leftOut()).endObject();
        }
        return json.endArray();
    }

    private static @Nullable String era(String revision) {
        return switch (Era.of(revision)) {
            case Era.Handshake _ -> "handshake";
            case Era.Stateless _ -> "stateless";
            case null -> null;
        };
    }

    private static void tool(JsonWriter json, KnownTool tool) {
        ListedTool.Definition definition = tool.listed().definition();
        json.beginObject().name("name").value(tool.listed().name());
        text(json.name("title"), title(definition));
        text(json.name("description"), text(definition, "description"));
        raw(json.name("input_schema"), definition, "inputSchema");
        raw(json.name("annotations"), definition, "annotations");
        text(json.name("operation"), tool.operation());
        text(json.name("circuit"), tool.circuit());
        json.name("too_large").value(definition == null).endObject();
    }

    /** Annotations may have one, too (MCP 2025-11-25, schema, ToolAnnotations). */
    private static @Nullable String title(ListedTool.@Nullable Definition definition) {
        String own = text(definition, "title");
        Value annotations = definition == null ? null : definition.member("annotations");
        Value title = annotations == null ? null : annotations.member("title");
        return own == null && title != null ? title.text() : own;
    }

    private static @Nullable String text(ListedTool.@Nullable Definition definition, String name) {
        Value value = definition == null ? null : definition.member(name);
        return value == null ? null : value.text();
    }

    private static void raw(
            JsonWriter json, ListedTool.@Nullable Definition definition, String name) {
        Value value = definition == null ? null : definition.member(name);
        if (value == null) {
            json.nullValue();
        } else {
            json.raw(value.bytes());
        }
    }

    private static void text(JsonWriter json, @Nullable String text) {
        if (text == null) {
            json.nullValue();
        } else {
            json.value(text);
        }
    }
}
