/**
 * How often, how much and how many at once: charges against named budgets, limits of the whole
 * process, calls in flight, and the ports of the two ledgers.
 */
@NullMarked
package io.agentgate.gateway.quota;

import org.jspecify.annotations.NullMarked;
