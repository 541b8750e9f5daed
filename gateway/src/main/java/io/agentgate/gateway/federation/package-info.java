/**
 * One client session that speaks with several servers as if they were one.
 *
 * <p>{@link io.agentgate.gateway.federation.Federation} is a state machine without I/O and without
 * a clock: a transport feeds it what happens and carries out the {@link
 * io.agentgate.gateway.federation.Step}s it returns. Enforcement stays in the {@link
 * io.agentgate.gateway.Gatekeeper}. Each server has a {@link io.agentgate.gateway.call.Session} of
 * its own, and the machine stands on the client's side of all these doors:
 *
 * <pre>
 *                             ┌─ door of fs  ─ link ─ server fs
 *   client ─── Federation ────┼─ door of git ─ link ─ server git
 *              names, ids     └─ door of web ─ link ─ server web
 *
 *   fs__read_file   →   policies and records see (fs, read_file)   →   read_file
 *   fs+file:///a    →   file:///a        fs:task-1   →   task-1
 * </pre>
 *
 * <p>Guarantees:
 *
 * <ol>
 *   <li>A message reaches the server it is for and no other. What names no server is refused, not
 *       tried on one after the other; but for a URI without a prefix, in the modes that have such:
 *       such a request runs no tool, and servers are asked in turn.
 *   <li>A name that a client has seen belongs to the same server to the end of the session, also
 *       while that server is away, as long as it is offered.
 *   <li>Of a message only names, URIs, task ids, and the ids and progress tokens of servers'
 *       requests change; every other byte stays as it came, in members and methods that nobody
 *       knows, too.
 *   <li>Lists are whole: no page is cut. A server that does not answer takes nothing from the
 *       others, and is named with the reason wherever it is missing.
 *   <li>Every request of the client is answered once; a request of a server is answered by the
 *       client it was shown to, under the id as that server spelled it.
 *   <li>Every table is bounded, whatever clients and servers send.
 * </ol>
 *
 * <p>It speaks the revisions that begin with a handshake, 2024-11-05 to <a
 * href="https://modelcontextprotocol.io/specification/2025-11-25">2025-11-25</a>. That servers are
 * told apart by configured names follows what the specification asks of <a
 * href="https://modelcontextprotocol.io/specification/2026-07-28/server/tools">aggregators</a>.
 */
@NullMarked
package io.agentgate.gateway.federation;

import org.jspecify.annotations.NullMarked;
