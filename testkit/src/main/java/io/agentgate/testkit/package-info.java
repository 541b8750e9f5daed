/**
 * What tests of more than one module share.
 *
 * <p>Every port of the gateway has a contract here: an abstract test class that an adapter's tests
 * extend by saying how to make the adapter. All adapters of a port pass the same contract, so the
 * compositions that choose between them may rely on it.
 *
 * <ul>
 *   <li>{@link io.agentgate.testkit.audit} — audit sinks and logs, and sample events for them
 *   <li>{@link io.agentgate.testkit.quota} — quota ledgers
 *   <li>{@link io.agentgate.testkit.keys} — key rings
 *   <li>{@link io.agentgate.testkit.http} — peers that speak HTTP, rightly or wrongly
 *   <li>{@link io.agentgate.testkit.scenario} — behaviours in YAML, and the transports to play them
 *       over
 *   <li>{@link io.agentgate.testkit.time} — clocks that stand still until they are told to move
 * </ul>
 *
 * <p>This module is a test dependency only, and never depends on an adapter.
 */
@NullMarked
package io.agentgate.testkit;

import org.jspecify.annotations.NullMarked;
