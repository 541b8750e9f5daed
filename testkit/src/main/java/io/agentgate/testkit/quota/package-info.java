/** Contract of the quota ledger. */
@NullMarked
package io.agentgate.testkit.quota;

import org.jspecify.annotations.NullMarked;
