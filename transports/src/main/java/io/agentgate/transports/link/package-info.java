/**
 * Servers reached over HTTP that are spoken with message by message: what stands behind {@link
 * io.agentgate.gateway.link.Links} here.
 *
 * <pre>
 *   send ─▶ outbox ─▶ one POST for each message ─▶ server
 *                       its answer: JSON, or a stream of events ─┐
 *                     one GET for what it says on its own ───────┴▶ telling ─▶ listener
 * </pre>
 *
 * <ol>
 *   <li>What awaits no answer is taken by the server before anything behind it is sent; requests
 *       are sent side by side.
 *   <li>Each request is answered once on its way, or lost, or ends with its link. A stream that
 *       breaks is gone on with where the server gave it an event id.
 *   <li>All work is done on one event loop. Everything that waits is bounded: messages by number
 *       and bytes, requests by number, attempts by pauses that grow.
 *   <li>Once a link is closed, or has ended, nothing is left of it: no connection, no timer.
 * </ol>
 */
@NullMarked
package io.agentgate.transports.link;

import org.jspecify.annotations.NullMarked;
