/**
 * How a client of one era is told what a server of the other says, and the other way round: the
 * translation of messages, one by one.
 *
 * <p>Guarantees:
 *
 * <ol>
 *   <li>What both eras spell alike is copied byte by byte; only what differs is written anew.
 *   <li>Nothing here keeps state, does I/O or knows a clock.
 * </ol>
 */
@NullMarked
package io.agentgate.gateway.lifting;

import org.jspecify.annotations.NullMarked;
