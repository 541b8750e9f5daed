/**
 * The meters of one process, as Prometheus reads them: names, labels and buckets are those of
 * AgentGate for Rust.
 *
 * <p>Loaded by processes that are asked for metrics only. What labels may say is bounded by {@link
 * io.agentgate.gateway.meter.CallMeter}; so is the number of series here.
 */
@NullMarked
package io.agentgate.embedded.prometheus;

import org.jspecify.annotations.NullMarked;
