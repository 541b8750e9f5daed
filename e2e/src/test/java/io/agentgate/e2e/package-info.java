/**
 * AgentGate as its users run it: the launcher at the root of the repository, real MCP clients on
 * one side, real MCP servers on the other.
 *
 * <p>Fidelity means that a client can't tell whether it talks to a server directly or through the
 * gateway. Each fidelity test plays one session twice, directly and through {@code agentgate wrap},
 * and compares what the client received.
 *
 * <ol>
 *   <li>{@link io.agentgate.e2e.Gateway} is the only place that knows how the gateway is started.
 *   <li>Every run has an {@code AGENTGATE_HOME} of its own.
 *   <li>Scenarios say in YAML what one rule of behaviour looks like from all sides; they lie in
 *       {@code scenarios} among the resources, and each is played over every transport and in every
 *       era in which it means something.
 *   <li>{@link io.agentgate.e2e.http} is about HTTP: what {@code serve} does to it on both sides.
 *   <li>This package needs a JDK only; what needs Node lies in {@code io.agentgate.e2e.clients}, is
 *       run by the Maven profile {@code clients}, and is described there.
 * </ol>
 */
@NullMarked
package io.agentgate.e2e;

import org.jspecify.annotations.NullMarked;
