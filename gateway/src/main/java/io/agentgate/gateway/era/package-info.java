/**
 * What the two eras of MCP mean to a gateway: what a stateless request must say, and how a client
 * of one era is served by a server of the other.
 */
@NullMarked
package io.agentgate.gateway.era;

import org.jspecify.annotations.NullMarked;
