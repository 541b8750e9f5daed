/** Placeholder. */
@NullMarked
package io.agentgate.gateway;

import org.jspecify.annotations.NullMarked;
