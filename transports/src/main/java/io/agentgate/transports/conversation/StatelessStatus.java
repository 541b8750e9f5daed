package io.agentgate.transports.conversation;

import io.agentgate.protocol.ErrorCode;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.JsonCursor;
import io.agentgate.protocol.JsonCursor.Token;

/**
 * The status that belongs to an answer of the stateless era (MCP 2026-07-28, Streamable HTTP,
 * response status codes).
 */
final class StatelessStatus {
    private StatelessStatus() {}

    static int of(Frame answer) {
        JsonCursor json = new JsonCursor(answer.bytes());
        json.next();
        while (json.next() == Token.NAME) {
            boolean error = json.text().equals("error");
            if (json.next() == Token.BEGIN_OBJECT && error) {
                return ofError(json);
            }
            json.restOfValue();
        }
        return 200;
    }

    private static int ofError(JsonCursor error) {
        while (error.next() == Token.NAME) {
            boolean code = error.text().equals("code");
            if (error.next() == Token.NUMBER && code) {
                return ofCode(error.text());
            }
            error.restOfValue();
        }
        return 200;
    }

    private static int ofCode(String code) {
        try {
            return switch (Integer.parseInt(code)) {
                case ErrorCode.METHOD_NOT_FOUND -> 404;
                case ErrorCode.HEADER_MISMATCH,
                        ErrorCode.MISSING_CLIENT_CAPABILITY,
                        ErrorCode.UNSUPPORTED_PROTOCOL_VERSION ->
                        400;
                default -> 200;
            };
        } catch (NumberFormatException none) {
            return 200;
        }
    }
}
