/** Placeholder. */
@NullMarked
package io.agentgate.embedded;

import org.jspecify.annotations.NullMarked;
