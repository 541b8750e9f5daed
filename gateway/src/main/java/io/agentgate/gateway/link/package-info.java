/**
 * The port to servers that are spoken with message by message, whatever carries the messages: the
 * pipes of a child process, HTTP with a stream of events, Streamable HTTP.
 *
 * <ol>
 *   <li>A link belongs to one client session, unless its server is shared by configuration; then
 *       {@link io.agentgate.gateway.link.SharedLinks} lets all sessions use one.
 *   <li>Messages keep their order in each direction.
 *   <li>A request that was sent is answered, {@linkplain LinkListener#lost lost}, or ended with its
 *       link; a link tells of its end once, and after it only that what was sent since is lost.
 *   <li>No call of either side blocks, and what waits for a peer that does not read is bounded.
 * </ol>
 */
@NullMarked
package io.agentgate.gateway.link;

import org.jspecify.annotations.NullMarked;
