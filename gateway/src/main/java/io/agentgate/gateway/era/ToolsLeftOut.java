package io.agentgate.gateway.era;

import io.agentgate.gateway.era.HeaderAnnotations.Flaw;
import io.agentgate.protocol.Edit;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Mention;
import io.agentgate.protocol.Response;
import io.agentgate.protocol.Span;
import io.agentgate.protocol.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A list of tools without those that have an annotation {@code x-mcp-header} which is not valid. A
 * client over HTTP must not take such a tool, but may take the others (MCP 2026-07-28, Streamable
 * HTTP, schema extension).
 *
 * @param rest the answer with the other tools, byte by byte
 * @param first the name of the first of them; null if it has none
 * @param reason what its annotation does, in words
 * @param count how many they are
 */
public record ToolsLeftOut(Frame rest, @Nullable String first, String reason, int count) {
    private static final Mention ANNOTATION = new Mention(HeaderAnnotations.NAME);

    /** Those of an answer to {@code tools/list}; null if it has none. */
    public static @Nullable ToolsLeftOut of(Response list) {
        Frame frame = list.frame();
        if (!(list.outcome() instanceof Response.Result(Span result))
                || !ANNOTATION.mayStandIn(frame, result)) {
            return null;
        }
        Value tools = new Value(frame, result).member("tools");
        return tools == null ? null : of(tools);
    }

    private static @Nullable ToolsLeftOut of(Value tools) {
        List<Span> kept = new ArrayList<>();
        List<Value> left = new ArrayList<>();
        List<Flaw> flaws = new ArrayList<>();
        tools.eachElement(
                tool -> {
                    Flaw flaw = flaw(tool);
                    if (flaw == null) {
                        kept.add(tool.span());
                    } else {
                        left.add(tool);
                        flaws.add(flaw);
                    }
                });
        if (left.isEmpty()) {
            return null;
        }
        Value name = left.getFirst().member("name");
        Edit edit = new Edit(tools.span(), tools.only(kept));
        return new ToolsLeftOut(
                tools.frame().splice(List.of(edit)),
                name == null ? null : name.text(),
                flaws.getFirst().words(),
                left.size());
    }

    private static @Nullable Flaw flaw(Value tool) {
        Value schema =
                ANNOTATION.mayStandIn(tool.frame(), tool.span())
                        ? tool.member("inputSchema")
                        : null;
        return schema == null ? null : HeaderAnnotations.flaw(schema.frame(), schema.span());
    }
}
