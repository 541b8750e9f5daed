package io.agentgate.gateway.meter;

import io.agentgate.protocol.JsonCursor;
import io.agentgate.protocol.JsonCursor.Token;
import io.agentgate.protocol.Response;
import java.util.ArrayList;
import java.util.List;

/** What is read of a {@code tools/list} answer: the names in it (MCP, server/tools, listing). */
final class ListedTools {
    private ListedTools() {}

    /** The names of the first tools, {@code most} of them; none if the answer is an error. */
    static List<String> names(Response answer, int most) {
        List<String> names = new ArrayList<>();
        if (answer.outcome() instanceof Response.Result result) {
            JsonCursor cursor = new JsonCursor(answer.frame(), result.span());
            if (cursor.next() == Token.BEGIN_OBJECT) {
                while (cursor.next() == Token.NAME) {
                    boolean tools = cursor.text().equals("tools");
                    if (cursor.next() == Token.BEGIN_ARRAY && tools) {
                        readTools(cursor, names, most);
                        return names;
                    }
                    cursor.restOfValue();
                }
            }
        }
        return names;
    }

    private static void readTools(JsonCursor cursor, List<String> names, int most) {
        Token tool = cursor.next();
        while (tool != Token.END_ARRAY && tool != Token.END && names.size() < most) {
            if (tool == Token.BEGIN_OBJECT) {
                readTool(cursor, names);
            } else {
                cursor.restOfValue();
            }
            tool = cursor.next();
        }
    }

    private static void readTool(JsonCursor cursor, List<String> names) {
        while (cursor.next() == Token.NAME) {
            boolean name = cursor.text().equals("name");
            if (cursor.next() == Token.STRING && name) {
                names.add(cursor.text());
            }
            cursor.restOfValue();
        }
    }
}
