package io.agentgate.gateway.era;

import io.agentgate.protocol.Era;
import io.agentgate.protocol.ErrorCode;
import io.agentgate.protocol.HeaderValue;
import io.agentgate.protocol.JsonWriter;
import io.agentgate.protocol.Notification;
import io.agentgate.protocol.Params;
import io.agentgate.protocol.Request;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with the era of a request.
 *
 * @param code as the specification names it
 * @param reason words for the client, without anything of the request
 * @param data valid JSON for the error's {@code data}, or null
 */
@SuppressWarnings("ArrayRecordComponent") // Written once, into one answer.
public record Objection(int code, String reason, byte @Nullable [] data) {
    private static final Objection IN_SESSION =
            mismatch("_meta names a protocol version, in a session that agreed on one");

    private static Objection mismatch(String reason) {
        return new Objection(ErrorCode.HEADER_MISMATCH, reason, null);
    }

    /** What is wrong with a request, said in this manner; null if nothing is. */
    public static @Nullable Objection to(Request request, Manner manner) {
        String revision = request.params().revision();
        return switch (manner) {
            case Manner.Begun() -> revision == null ? null : IN_SESSION;
            case Manner.Pipe() -> revision == null ? null : stateless(request, revision);
            case Manner.Alone(Mirror head, ArgumentHeaders arguments) -> {
                Objection mismatch = mirrored(request, head, arguments);
                yield mismatch == null ? stateless(request, revision) : mismatch;
            }
        };
    }

    /** What is wrong with a notification, said in this manner; null if nothing is. */
    public static @Nullable Objection to(Notification notification, Manner manner) {
        String revision = notification.params().revision();
        return switch (manner) {
            case Manner.Pipe() -> null;
            case Manner.Begun() -> revision == null ? null : IN_SESSION;
            case Manner.Alone(Mirror head, _) -> alone(notification, head);
        };
    }

    private static @Nullable Objection alone(Notification notification, Mirror head) {
        String said = notification.params().revision();
        if (!Era.isStateless(head.revision()) || (said != null && !said.equals(head.revision()))) {
            return unsupported(head.revision());
        }
        boolean sameMethod = head.method() == null || head.method().equals(notification.method());
        return sameMethod && head.name() == null && head.params().isEmpty()
                ? null
                : mismatch("the headers are not those of the notification");
    }

    /**
     * Refuses a revision that is not spoken without a handshake; those with one are agreed on by
     * {@code initialize}, and {@code server/discover} does not name them either.
     */
    public static Objection unsupported(@Nullable String requested) {
        JsonWriter data = new JsonWriter().beginObject().name("supported").beginArray();
        data.value(Era.STATELESS_REVISION).endArray();
        if (requested != null) {
            data.name("requested").value(requested);
        }
        return new Objection(
                ErrorCode.UNSUPPORTED_PROTOCOL_VERSION,
                "unsupported protocol version",
                data.endObject().toBytes());
    }

    private static @Nullable Objection stateless(Request request, @Nullable String revision) {
        if (revision == null || revision.isEmpty()) {
            return new Objection(
                    ErrorCode.INVALID_PARAMS, "_meta must name a protocol version", null);
        }
        if (!Era.isStateless(revision)) {
            return unsupported(revision);
        }
        Params params = request.params();
        if (params.capabilities() == null) {
            return new Objection(
                    ErrorCode.INVALID_PARAMS, "_meta must hold the client's capabilities", null);
        }
        return Era.Stateless.hasRemoved(request.method())
                ? new Objection(
                        ErrorCode.METHOD_NOT_FOUND,
                        "this method is not one of revision " + Era.STATELESS_REVISION,
                        null)
                : null;
    }

    /** Headers decide nothing here, but whoever trusts them further on must not be misled. */
    private static @Nullable Objection mirrored(
            Request request, Mirror head, @Nullable ArgumentHeaders arguments) {
        String said = request.params().revision();
        if (head.revision() == null) {
            return mismatch("the header MCP-Protocol-Version is missing");
        }
        if (said != null && !head.revision().strip().equals(said)) {
            return mismatch("MCP-Protocol-Version is not the version in _meta");
        }
        if (!Era.isStateless(head.revision().strip())) {
            return unsupported(head.revision());
        }
        if (head.method() == null) {
            return mismatch("the header Mcp-Method is missing");
        }
        if (!request.method().equals(HeaderValue.decode(head.method()))) {
            return mismatch("Mcp-Method is not the method of the request");
        }
        for (Mirror.Param param : head.params()) {
            if (HeaderValue.decode(param.value()) == null) {
                return mismatch("a header that mirrors an argument cannot be decoded");
            }
        }
        if (arguments != null && !arguments.agree(request, head)) {
            return mismatch("a header that mirrors an argument is missing, or says something else");
        }
        return named(request, head);
    }

    private static @Nullable Objection named(Request request, Mirror head) {
        String name = Mirror.name(request);
        if (head.name() == null) {
            return name == null ? null : mismatch("the header Mcp-Name is missing");
        }
        String decoded = HeaderValue.decode(head.name());
        if (decoded == null) {
            return mismatch("Mcp-Name cannot be decoded");
        }
        return name == null || decoded.equals(name)
                ? null
                : mismatch("Mcp-Name is not what the request names");
    }
}
