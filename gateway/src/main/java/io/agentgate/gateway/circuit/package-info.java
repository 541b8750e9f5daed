/**
 * Whether a tool is worth trying: a circuit for each tool of each server, which failures open and
 * one successful probe closes.
 *
 * <p>Guarantees:
 *
 * <ol>
 *   <li>Only what speaks against the server counts: an answer that never came, or that is none, and
 *       its own internal errors. A tool's {@code isError}, errors that blame the call, calls the
 *       client gave up and refusals of the gateway never count.
 *   <li>An open circuit lets through one call at a time, whatever the number of threads, and not
 *       before its cooldown is over.
 *   <li>No circuit stays open for ever: a probe that never ends makes room for the next one.
 *   <li>The number of circuits is bounded. Those that say nothing are forgotten first.
 * </ol>
 */
@NullMarked
package io.agentgate.gateway.circuit;

import org.jspecify.annotations.NullMarked;
