/**
 * The meters of one process in the registry of its framework. Names, labels and buckets are those
 * of every AgentGate; {@code MetersContract} holds both adapters to them.
 */
@NullMarked
package io.agentgate.cluster.micrometer;

import org.jspecify.annotations.NullMarked;
