/**
 * The door every message goes through: {@link io.agentgate.gateway.Gatekeeper} takes a message from
 * a transport and answers with a {@link io.agentgate.gateway.Ruling}.
 *
 * <p>Guarantees:
 *
 * <ol>
 *   <li>No governed call is forwarded, and no answer to one returned, that the journal has not
 *       recorded.
 *   <li>What is forwarded is what was judged: the same bytes, or bytes the gateway made and scanned
 *       again.
 *   <li>A call settles exactly once, whatever happens to its session.
 *   <li>Nothing here blocks, reads a clock of its own, or knows a transport.
 * </ol>
 */
@NullMarked
package io.agentgate.gateway;

import org.jspecify.annotations.NullMarked;
