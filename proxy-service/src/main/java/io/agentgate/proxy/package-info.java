/**
 * One proxy of a cluster, composed: the gateway over HTTP, with rules from the policy-service,
 * records on Kafka, and sessions and limits that all proxies share in Redis.
 */
@NullMarked
package io.agentgate.proxy;

import org.jspecify.annotations.NullMarked;
