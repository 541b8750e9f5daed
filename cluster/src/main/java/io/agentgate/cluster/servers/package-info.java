/**
 * What proxies tell of the servers behind them, in JSON: written by a proxy, kept by the
 * policy-service, and read by whoever shows it.
 */
@NullMarked
package io.agentgate.cluster.servers;

import org.jspecify.annotations.NullMarked;
