/**
 * How a client of the handshake era (MCP 2024-11-05 to 2025-11-25) is served by a server that
 * speaks the stateless era only (MCP 2026-07-28), message by message.
 *
 * <pre>
 *   client ─ handshake ─▶ door ─▶ HandshakeLinks ─ handshake, or stateless ─▶ the server's links
 * </pre>
 *
 * <ol>
 *   <li>A server that begins sessions gets every message as it is; only one that refuses to is
 *       asked {@code server/discover}.
 *   <li>Whatever a server asks of the client, or answers it, passes the door as if a server of the
 *       handshake era had said it.
 *   <li>What the client said of itself goes with each request, and nothing else that a message of
 *       the client claims to be so.
 *   <li>A call that asks for more input is sent again a bounded number of times, each time under
 *       another id, and is one call to the client and to the door.
 *   <li>No call blocks, no thread is kept, and every table is bounded.
 * </ol>
 */
@NullMarked
package io.agentgate.gateway.bridge;

import org.jspecify.annotations.NullMarked;
