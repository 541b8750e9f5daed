/** How often: charges against named budgets, limits of the whole process, and the ledger's port. */
@NullMarked
package io.agentgate.gateway.quota;

import org.jspecify.annotations.NullMarked;
