/** Placeholder. */
@NullMarked
package io.agentgate.protocol;

import org.jspecify.annotations.NullMarked;
