package io.agentgate.gateway.bridge;

import io.agentgate.gateway.Loss;
import io.agentgate.gateway.link.ServerLink.Outgoing;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of messages at some time in the life of a link. Guarded by the lock of the link;
 * what it finds to do is left to {@link Ways}.
 *
 * <pre>
 *   Beginning ──a session of the server's──▶ Passing
 *       └──a server of the stateless era──▶ Translating
 * </pre>
 */
sealed interface Stage permits Beginning, Passing, Translating {
    /** A message of the client. */
    void send(Outgoing message);

    /** The client's request is not waited for any more. */
    void giveUp(Id request, Frame cancellation);

    /** A message of the server. */
    void received(byte[] message, @Nullable Id within);

    /** A message of the server that is too large to be kept. */
    void oversized(byte[] head, byte[] tail);

    /** A request that went to the server will not be answered. */
    void lost(Id request, Loss loss, String reason);

    /** The server's link has ended, or another could not be opened. */
    void ended(String reason);
}
