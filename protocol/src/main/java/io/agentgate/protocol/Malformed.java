package io.agentgate.protocol;

import org.jspecify.annotations.Nullable;

/**
 * A refusal of bytes that have no reading, more than one, or one the protocol forbids.
 *
 * @param code the JSON-RPC error code to answer with
 * @param reason a fixed text and a place; never text of the message, so it may be sent and logged
 * @param id the id, if it was read and there is no doubt which it is
 * @param shape what the bytes look like
 * @param peer who wrote them
 * @param tool what a {@code tools/call} names, if it was read and there is no doubt which it is; a
 *     text of the message
 */
public record Malformed(
        int code, String reason, @Nullable Id id, Shape shape, Peer peer, @Nullable String tool)
        implements Scanned {

    /** What refused bytes look like, judged by the names of their top members. */
    public enum Shape {
        /** {@code method} and {@code id}. */
        REQUEST,
        /** {@code method} and, to the end of the bytes, no {@code id}. */
        NOTIFICATION,
        /** {@code result} or {@code error}, or a look-alike of them, without {@code method}. */
        RESPONSE,
        /** None of these: not an object, cut short by an error of syntax, or of both kinds. */
        UNCLEAR
    }

    /**
     * Returns whether the writer is owed an error reply.
     *
     * <p>Responses and notifications never are, or two peers could answer each other's errors for
     * ever. What is unclear is answered to a client, as JSON-RPC demands, with a null id if need
     * be; not to a server, whose stray output lines would otherwise provoke a reply each.
     */
    public boolean replyDue() {
        return switch (shape) {
            case REQUEST -> true;
            case NOTIFICATION, RESPONSE -> false;
            case UNCLEAR -> peer == Peer.CLIENT;
        };
    }
}
