/**
 * Streamable HTTP on both sides (MCP 2025-11-25, basic/transports), on the event loops of Vert.x.
 *
 * <pre>
 *   client ──▶ entrance ──▶ exchange ──▶ Gatekeeper ──▶ upstream ──▶ server
 *              (who, from     (POST, GET,
 *               where, how)    DELETE)
 *                          └▶ conversation ──▶ Gatekeeper ──▶ links of a server
 * </pre>
 *
 * <p>A server is reached by exchanges that are passed on one to one, or message by message: {@link
 * io.agentgate.transports.link} does that over HTTP.
 *
 * <p>Guarantees:
 *
 * <ol>
 *   <li>No byte of either side reaches the other without a ruling of the {@link
 *       io.agentgate.gateway.Gatekeeper}; of headers only those named in {@link
 *       io.agentgate.transports.upstream} go on, and no credential of a client does.
 *   <li>A request that is not addressed to us by a loopback name or comes from a foreign web page
 *       is refused before its body is read (MCP, security: DNS rebinding).
 *   <li>A session belongs to the caller that began it; nobody else finds it.
 *   <li>A client and its server are served by one event loop, which never waits for anything.
 *   <li>Everything kept for a peer is bounded in size, and a peer that keeps us waiting in time.
 * </ol>
 */
@NullMarked
package io.agentgate.transports;

import org.jspecify.annotations.NullMarked;
