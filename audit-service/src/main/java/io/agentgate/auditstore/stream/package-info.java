/** The way from Kafka to the store: batches, dead letters, and what happens when either is away. */
@NullMarked
package io.agentgate.auditstore.stream;

import org.jspecify.annotations.NullMarked;
