package io.agentgate.gateway.lifting;

import io.agentgate.gateway.call.Session;
import io.agentgate.protocol.Era;
import io.agentgate.protocol.ErrorCode;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.JsonCursor;
import io.agentgate.protocol.JsonCursor.Token;
import io.agentgate.protocol.Peer;
import io.agentgate.protocol.Response;
import io.agentgate.protocol.Scanner;
import io.agentgate.protocol.Span;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an answer to {@code server/discover} says of the eras that a server speaks. */
public final class EraEvidence {
    private EraEvidence() {}

    /**
     * Reads an answer: a result that names the revision, or an error that does, comes of a server
     * that speaks it (MCP 2026-07-28, versioning, detection).
     *
     * @return the answer, if it says that the server speaks the stateless era; null otherwise
     */
    public static @Nullable Frame stateless(byte[] message) {
        Scanner scanner = new Scanner(Session.SERVER_LIMITS, Peer.SERVER);
        return scanner.scan(message) instanceof Response response && names(response)
                ? response.frame()
                : null;
    }

    /** Whether a message of a server answers a request with this id. */
    public static boolean isAnswer(byte[] message, Id id) {
        Scanner scanner = new Scanner(Session.SERVER_LIMITS, Peer.SERVER);
        return scanner.scan(message) instanceof Response response
                && response.id() != null
                && response.id().equals(id);
    }

    private static boolean names(Response response) {
        Frame frame = response.frame();
        return switch (response.outcome()) {
            case Response.Result(Span span) ->
                    holds(frame, ObjectMembers.of(frame, span).get("supportedVersions"));
            case Response.Failure(Span span, int code) -> {
                Map<String, Span> error = ObjectMembers.of(frame, span);
                yield code == ErrorCode.UNSUPPORTED_PROTOCOL_VERSION
                        && holds(
                                frame, ObjectMembers.of(frame, error.get("data")).get("supported"));
            }
        };
    }

    private static boolean holds(Frame frame, @Nullable Span versions) {
        if (versions == null) {
            return false;
        }
        JsonCursor cursor = new JsonCursor(frame, versions);
        boolean found = false;
        if (cursor.next() == Token.BEGIN_ARRAY) {
            while (cursor.next() == Token.STRING) {
                found |= Era.isStateless(cursor.text());
            }
        }
        return found;
    }
}
