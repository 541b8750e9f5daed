/** Figures over the calls that are stored, for people who look at all of them at once. */
@NullMarked
package io.agentgate.gateway.statistics;

import org.jspecify.annotations.NullMarked;
