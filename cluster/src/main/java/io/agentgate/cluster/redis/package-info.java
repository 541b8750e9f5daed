/**
 * What the replicas of a gateway share by way of Redis: sessions, messages for one another, limits.
 *
 * <p>Guarantees:
 *
 * <ol>
 *   <li>No thread ever waits for Redis, and no answer is waited for longer than a second.
 *   <li>A connection that breaks is made again, for as long as it takes, by itself.
 *   <li>Every key expires by itself, and so do the members of the one list there is.
 *   <li>No name of an agent, a tool or a caller reaches Redis; limits are kept under hashes.
 *   <li>Redis is one server (or what answers like one), version 6 or newer.
 * </ol>
 */
@NullMarked
package io.agentgate.cluster.redis;

import org.jspecify.annotations.NullMarked;
