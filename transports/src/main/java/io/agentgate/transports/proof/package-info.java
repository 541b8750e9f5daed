/**
 * The headers that show the server who asks: standing ones, and tokens fetched from an
 * authorization server.
 *
 * <p>Guarantees:
 *
 * <ol>
 *   <li>Nothing here sees a client's headers; of a caller's token only the authorization server
 *       does.
 *   <li>No event loop waits: what is not at hand is fetched, once for all who wait for it.
 *   <li>A request without the proof it needs is not sent.
 * </ol>
 */
@NullMarked
package io.agentgate.transports.proof;

import org.jspecify.annotations.NullMarked;
