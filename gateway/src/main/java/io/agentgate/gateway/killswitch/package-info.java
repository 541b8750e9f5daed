/**
 * Stops that operators set: calls they match are refused, whatever the policy says.
 *
 * <p>Guarantees:
 *
 * <ol>
 *   <li>A switch that is set stops every governed call that is judged from then on; a call that was
 *       forwarded before gets its answer.
 *   <li>A call that a switch stops is recorded with the switch's id, is charged to no limit and
 *       counts as no failure of the server.
 *   <li>As long as no switch is set, a call costs one comparison.
 * </ol>
 */
@NullMarked
package io.agentgate.gateway.killswitch;

import org.jspecify.annotations.NullMarked;
