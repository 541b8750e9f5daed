package io.agentgate.gateway.call;

import io.agentgate.protocol.Request;
import io.agentgate.protocol.Response;
import io.agentgate.protocol.Span;
import io.agentgate.protocol.Value;
import org.jspecify.annotations.Nullable;

/**
 * How a session was begun, as its messages said it: for people who look, since a client says what
 * it likes. Thread safe.
 */
public final class Introduced {
    private static final String INITIALIZE = "initialize";
    private static final String PROTOCOL = "protocolVersion";
    private static final int MAX_REVISION = 64;

    private volatile @Nullable ClientInfo client;
    private volatile @Nullable String protocol;

    /** Learns from a request of the client, if that says anything (MCP, lifecycle; _meta). */
    public void asked(Request request) {
        Span params = request.params().span();
        if (params != null && request.method().equals(INITIALIZE)) {
            Value said = new Value(request.frame(), params);
            client = ClientInfo.of(said.member("clientInfo"));
            protocol = revision(said.member(PROTOCOL));
        } else if (protocol == null && request.params().revision() != null) {
            Span meta = request.params().meta();
            protocol = request.params().revision();
            client =
                    meta == null
                            ? null
                            : ClientInfo.of(
                                    new Value(request.frame(), meta)
                                            .member("io.modelcontextprotocol/clientInfo"));
        }
    }

    /** Learns what was agreed on from the server's answer to a method. */
    public void answered(String method, Response answer) {
        if (method.equals(INITIALIZE) && answer.outcome() instanceof Response.Result(Span result)) {
            String agreed = revision(new Value(answer.frame(), result).member(PROTOCOL));
            protocol = agreed == null ? protocol : agreed;
        }
    }

    private static @Nullable String revision(@Nullable Value value) {
        String text = value == null ? null : value.text();
        return text == null || text.length() > MAX_REVISION ? null : text;
    }

    /** What the client calls itself; null if it has not said it. */
    public @Nullable ClientInfo client() {
        return client;
    }

    /** The revision that was agreed on, or asked for as long as none was; null before that. */
    public @Nullable String protocol() {
        return protocol;
    }
}
