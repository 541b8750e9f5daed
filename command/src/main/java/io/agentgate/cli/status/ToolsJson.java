package io.agentgate.cli.status;

import io.agentgate.gateway.catalogue.KnownTool;
import io.agentgate.gateway.catalogue.ListedTool;
import io.agentgate.protocol.JsonCursor;
import io.agentgate.protocol.JsonWriter;
import io.agentgate.protocol.Value;
import java.util.ArrayList;
import java.util.List;

/** {@link ServerTools} as JSON; definitions of tools stand in it byte by byte. */
final class ToolsJson {
    private ToolsJson() {}

    static void write(JsonWriter json, List<ServerTools> servers) {
        json.beginArray();
        for (ServerTools each : servers) {
            json.beginObject().name("server");
            ServerJson.write(json, each.server());
            json.name("transport").value(each.transport());
            json.name("left_out").value(each.leftOut());
            json.name("tools").beginArray();
            each.tools().forEach(tool -> write(json, tool));
            json.endArray().endObject();
        }
        json.endArray();
    }

    private static void write(JsonWriter json, KnownTool tool) {
        json.beginObject().name("name").value(tool.listed().name());
        ListedTool.Definition definition = tool.listed().definition();
        if (definition != null) {
            json.name("definition").raw(definition.frame().bytes());
        }
        StateJson.text(json.name("operation"), tool.operation());
        StateJson.text(json.name("circuit"), tool.circuit());
        json.endObject();
    }

    static ServerTools read(Value one) {
        Value state = one.member("server");
        Value listed = one.member("tools");
        if (state == null || listed == null) {
            throw new IllegalArgumentException("no server");
        }
        List<KnownTool> tools = new ArrayList<>();
        listed.eachElement(tool -> tools.add(tool(tool)));
        AnswerMembers members = new AnswerMembers(one);
        return new ServerTools(
                ServerJson.readOne(new JsonCursor(state.frame(), state.span())),
                members.text("transport"),
                tools,
                (int) members.number("left_out"));
    }

    private static KnownTool tool(Value one) {
        AnswerMembers members = new AnswerMembers(one);
        Value definition = one.member("definition");
        return new KnownTool(
                new ListedTool(
                        members.text("name"),
                        definition == null ? null : ListedTool.Definition.of(definition)),
                members.textOrNull("operation"),
                members.textOrNull("circuit"));
    }
}
