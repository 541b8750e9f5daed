package io.agentgate.gateway.link;

import io.agentgate.gateway.Loss;
import io.agentgate.protocol.Id;
import org.jspecify.annotations.Nullable;

/**
 * What a link tells. Called on any thread, one call at a time, in the order in which things
 * happened; no method blocks.
 */
public interface LinkListener {
    /**
     * The server sent a message, which nobody has looked into.
     *
     * @param message given away; never changed again
     * @param within the request on whose own stream it came; null where the server has one stream
     *     for all
     */
    void received(byte[] message, @Nullable Id within);

    /** The server sent a message that is too large to be kept; given are its two ends. */
    void oversized(byte[] head, byte[] tail);

    /**
     * A request will not be answered.
     *
     * @param reason words for the client, without a secret
     */
    void lost(Id request, Loss loss, String reason);

    /**
     * The link has ended, from the server's side; all that waits on it is lost.
     *
     * @param reason words for the client, without a secret
     */
    void ended(String reason);
}
