/**
 * Who changes something, the record of it that is only added to, and the counter of the bundle that
 * grows in the same transaction.
 */
@NullMarked
package io.agentgate.policystore.change;

import org.jspecify.annotations.NullMarked;
