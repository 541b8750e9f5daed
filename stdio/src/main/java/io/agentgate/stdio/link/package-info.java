/**
 * Servers that are started as child processes, one for each client session, behind the port {@link
 * io.agentgate.gateway.link.Links}.
 *
 * <pre>
 *                       ┌ starting thread: starts every child of the process
 *   Nursery (one) ──────┤ caring thread: signals, ends of children, losses
 *      ▲                └ places: most children of all servers
 *      │
 *   ChildLinks (one a server): most children of it, its backoff, its standard error's rate
 *      │
 *   ChildLink (one a session)   send ─▶ Outbox ─▶ writing thread ─▶ standard input
 *                               LinkListener ◀─ Valve ◀─ reading thread ◀─ standard output
 *                               words for people ◀─ a third thread ◀─ standard error
 * </pre>
 *
 * <p>Guarantees:
 *
 * <ol>
 *   <li>No call of {@code Links} or {@code ServerLink} blocks, and none calls the listener from
 *       within itself: a listener is called on threads of this package only.
 *   <li>A listener hears one thing at a time, whole messages in the order of the server's lines,
 *       {@code ended} at most once and behind the last of them. While paused it hears at most one
 *       message more, and nothing of the server's end.
 *   <li>Once {@code close} has returned, no call of the listener begins; one that was on its way
 *       may still be running.
 *   <li>What was sent is written whole and in order, one message a line (MCP, basic/transports,
 *       stdio). A request that was not written is {@code lost} as not sent; that is told even
 *       behind {@code ended}, of what was sent since.
 *   <li>A child's whole tree ends with its link: whether the session gives it up, the server ends
 *       by itself or its output does. Until the tree is gone its places stay taken.
 *   <li>Standard error is always read to its end, whatever is said of it.
 * </ol>
 */
@NullMarked
package io.agentgate.stdio.link;

import org.jspecify.annotations.NullMarked;
