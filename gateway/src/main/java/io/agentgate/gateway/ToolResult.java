package io.agentgate.gateway;

import io.agentgate.protocol.JsonCursor;
import io.agentgate.protocol.JsonCursor.Token;
import io.agentgate.protocol.Response;

/** What the gateway reads of a tool's result. */
final class ToolResult {
    private ToolResult() {}

    /** Whether the tool itself says that it failed (MCP, server/tools, error handling). */
    static boolean isError(Response response) {
        JsonCursor cursor = new JsonCursor(response.frame(), response.outcome().span());
        if (cursor.next() != Token.BEGIN_OBJECT) {
            return false;
        }
        while (cursor.next() == Token.NAME) {
            boolean wanted = cursor.text().equals("isError");
            cursor.skipValue();
            if (wanted) {
                return cursor.token() == Token.TRUE;
            }
        }
        return false;
    }
}
