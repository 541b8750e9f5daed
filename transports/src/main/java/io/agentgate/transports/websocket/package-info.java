/**
 * WebSocket (RFC 6455) on connections of clients: the handshake, frames, and the life of a
 * connection.
 *
 * <p>Guarantees:
 *
 * <ol>
 *   <li>A message is one text in valid UTF-8 of at most {@link
 *       io.agentgate.transports.entrance.Entrance#MAX_BODY_BYTES}, whole, however it was cut.
 *   <li>What comes in has its part of the loop's {@link io.agentgate.transports.exchange.Room};
 *       what goes out waits within bounds.
 *   <li>A client that has gone is noticed within a minute and a half.
 *   <li>Extensions are not spoken: what looks compressed is an error.
 * </ol>
 */
@NullMarked
package io.agentgate.transports.websocket;

import org.jspecify.annotations.NullMarked;
