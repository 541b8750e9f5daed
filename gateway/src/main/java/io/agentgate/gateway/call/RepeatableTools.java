package io.agentgate.gateway.call;

import io.agentgate.protocol.JsonCursor;
import io.agentgate.protocol.JsonCursor.Token;
import io.agentgate.protocol.Response;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The tools of which a server says that a call may come twice: its lists call them {@code
 * readOnlyHint} or {@code idempotentHint} (MCP 2025-11-25, schema, ToolAnnotations). Bounded;
 * thread safe.
 */
public final class RepeatableTools {
    /** Most of one session. */
    static final int MAX_TOOLS = 1_000;

    private final Set<String> names = ConcurrentHashMap.newKeySet();

    /** Reads an answer to {@code tools/list}, as the server gave it. */
    public void learn(Response list) {
        if (!(list.outcome() instanceof Response.Result result)) {
            return;
        }
        JsonCursor cursor = new JsonCursor(list.frame(), result.span());
        if (cursor.next() != Token.BEGIN_OBJECT) {
            return;
        }
        while (cursor.next() == Token.NAME) {
            boolean tools = cursor.text().equals("tools");
            if (cursor.next() == Token.BEGIN_ARRAY && tools) {
                readTools(cursor);
                return;
            }
            cursor.restOfValue();
        }
    }

    private void readTools(JsonCursor cursor) {
        Token tool = cursor.next();
        while (tool != Token.END_ARRAY && tool != Token.END) {
            if (tool == Token.BEGIN_OBJECT) {
                readTool(cursor);
            } else {
                cursor.restOfValue();
            }
            tool = cursor.next();
        }
    }

    private void readTool(JsonCursor cursor) {
        String name = null;
        boolean repeatable = false;
        while (cursor.next() == Token.NAME) {
            String member = cursor.text();
            Token value = cursor.next();
            if (value == Token.STRING && member.equals("name")) {
                name = cursor.text();
            } else if (value == Token.BEGIN_OBJECT && member.equals("annotations")) {
                repeatable = readHints(cursor);
            } else {
                cursor.restOfValue();
            }
        }
        note(name, repeatable);
    }

    /** Behind the beginning of the annotations; reads to their end. */
    private static boolean readHints(JsonCursor cursor) {
        boolean repeatable = false;
        while (cursor.next() == Token.NAME) {
            String hint = cursor.text();
            boolean said = cursor.next() == Token.TRUE;
            repeatable |= said && (hint.equals("readOnlyHint") || hint.equals("idempotentHint"));
            cursor.restOfValue();
        }
        return repeatable;
    }

    private void note(@Nullable String name, boolean repeatable) {
        if (name == null) {
            return;
        }
        if (!repeatable) {
            names.remove(name);
        } else if (names.size() < MAX_TOOLS) {
            names.add(name);
        }
    }

    /** Nothing is known any more: the server has changed its tools. */
    public void forget() {
        names.clear();
    }

    /** Whether a call of this tool may come twice. */
    public boolean contains(String tool) {
        return names.contains(tool);
    }
}
