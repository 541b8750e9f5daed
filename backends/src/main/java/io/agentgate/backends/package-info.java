/**
 * Launchers of the real components that a cluster of AgentGate stands on, for tests and for
 * development without containers.
 *
 * <ol>
 *   <li>Each listens on loopback only, on a port that it keeps over {@link
 *       io.agentgate.backends.Backend#stop} and {@link io.agentgate.backends.Backend#restart}.
 *   <li>Nothing outlives the process that started it, not even when that one is killed.
 *   <li>Data lie in a temporary directory, and are gone after {@link
 *       io.agentgate.backends.Backend#close}.
 *   <li>One that does not start says so with the end of its log.
 * </ol>
 */
@NullMarked
package io.agentgate.backends;

import org.jspecify.annotations.NullMarked;
