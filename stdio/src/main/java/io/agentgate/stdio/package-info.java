/** Placeholder. */
@NullMarked
package io.agentgate.stdio;

import org.jspecify.annotations.NullMarked;
