/** How often: charges against named budgets, and the port of the ledger that keeps them. */
@NullMarked
package io.agentgate.gateway.quota;

import org.jspecify.annotations.NullMarked;
