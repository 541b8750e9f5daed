/** Placeholder. */
@NullMarked
package io.agentgate.policy;

import org.jspecify.annotations.NullMarked;
