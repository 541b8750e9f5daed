package io.agentgate.gateway.lifting;

import io.agentgate.protocol.ErrorCode;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.JsonCursor;
import io.agentgate.protocol.Replies;
import io.agentgate.protocol.Span;

/**
 * An answer for a client of the stateless era.
 *
 * @param status that of HTTP which belongs to it
 */
public record Lifted(int status, Frame frame) {
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;

    /** One that is no error. */
    static Lifted result(Frame frame) {
        return new Lifted(OK, frame);
    }

    /** One of a server of that era itself. */
    public static Lifted asItIs(Frame answer) {
        Span code = ObjectMembers.at(answer, "error", "code");
        return new Lifted(code == null ? OK : status(code(answer, code)), answer);
    }

    private static int code(Frame answer, Span code) {
        JsonCursor cursor = new JsonCursor(answer, code);
        cursor.next();
        try {
            return Integer.parseInt(cursor.text());
        } catch (NumberFormatException none) {
            return 0;
        }
    }

    /** Whether an answer holds a result. */
    public static boolean isResult(Frame answer) {
        return ObjectMembers.of(answer, ObjectMembers.whole(answer)).containsKey("result");
    }

    /** What an answer says of its error; empty if it says nothing. */
    public static String reason(Frame answer) {
        String reason = ObjectMembers.text(answer, ObjectMembers.at(answer, "error", "message"));
        return reason == null ? "" : reason;
    }

    /** An error of the gateway's own. */
    public static Lifted error(Id id, int code, String reason) {
        return new Lifted(status(code), Replies.error(id, code, reason, null));
    }

    /** What HTTP says to an error (MCP 2026-07-28, Streamable HTTP, status codes). */
    static int status(int code) {
        return switch (code) {
            case ErrorCode.METHOD_NOT_FOUND -> NOT_FOUND;
            case ErrorCode.HEADER_MISMATCH,
                    ErrorCode.MISSING_CLIENT_CAPABILITY,
                    ErrorCode.UNSUPPORTED_PROTOCOL_VERSION ->
                    BAD_REQUEST;
            default -> OK;
        };
    }
}
