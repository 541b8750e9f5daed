/**
 * HTTP as it goes over the wire, for tests: peers that can be wrong in every way.
 *
 * <ol>
 *   <li>{@link io.agentgate.testkit.http.WireClient} writes what it is given and reads what comes,
 *       one piece at a time.
 *   <li>{@link io.agentgate.testkit.http.WireSocket} does so with frames of WebSocket.
 *   <li>{@link io.agentgate.testkit.http.WireServer} keeps the requests it got and answers each as
 *       a test says, through a {@link io.agentgate.testkit.http.Reply}.
 *   <li>Whoever waits for a peer gives up after {@link
 *       io.agentgate.testkit.http.WireClient#PATIENCE_MILLIS}; nobody sleeps.
 * </ol>
 */
@NullMarked
package io.agentgate.testkit.http;

import org.jspecify.annotations.NullMarked;
