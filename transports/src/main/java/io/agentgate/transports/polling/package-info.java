/**
 * How event loops wait. A thread that sleeps takes 10 to 30 µs to go on after what it waits for is
 * there, which is as much as a reverse proxy needs for a whole call. Where a loop has one call at a
 * time, it looks for the next event for a moment before it sleeps.
 *
 * <p>Guarantees:
 *
 * <ol>
 *   <li>A loop with more than one exchange in progress, or none of ours at all, waits as Netty's
 *       loops do.
 *   <li>One wait looks for 30 µs at most. If that is in vain, it is done seldom until it pays
 *       again: before a slow server it costs nothing to speak of.
 * </ol>
 */
@NullMarked
package io.agentgate.transports.polling;

import org.jspecify.annotations.NullMarked;
