/**
 * What is counted: {@link io.agentgate.gateway.meter.CallMeter} turns decisions and outcomes into
 * the words of the port {@link io.agentgate.gateway.meter.Meters}.
 *
 * <p>Guarantees:
 *
 * <ol>
 *   <li>A tool's name reaches a meter only if a server listed it or a policy spells it; any other
 *       is {@code other}. So are names beyond a bound. What clients send makes no new series.
 *   <li>Nothing of a payload, an agent, a session or an id is ever a label.
 *   <li>A call that was let through begins once and ends once; one that was refused does neither.
 *   <li>Counting takes no lock that waits and allocates nothing for names that are known.
 * </ol>
 */
@NullMarked
package io.agentgate.gateway.meter;

import org.jspecify.annotations.NullMarked;
