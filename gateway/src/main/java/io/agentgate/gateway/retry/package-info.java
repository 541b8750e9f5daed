/**
 * Calls of the stateless era that come back with the input a server asked for (MCP 2026-07-28,
 * multi round-trip requests): each round is a request of its own, and all of them are one call to
 * whoever counts calls.
 */
@NullMarked
package io.agentgate.gateway.retry;

import org.jspecify.annotations.NullMarked;
