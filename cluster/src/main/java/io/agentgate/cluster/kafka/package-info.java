/**
 * The audit stream on Kafka.
 *
 * <ol>
 *   <li>A delivery has been taken by all replicas in sync, or comes again.
 *   <li>Events of one chain are in the order in which they were delivered. A delivery that comes
 *       again may repeat them; ids tell.
 *   <li>No delivery takes longer than its deadline, whatever the brokers do.
 * </ol>
 */
@NullMarked
package io.agentgate.cluster.kafka;

import org.jspecify.annotations.NullMarked;
