/** What every source of policies promises. */
@NullMarked
package io.agentgate.testkit.policy;

import org.jspecify.annotations.NullMarked;
