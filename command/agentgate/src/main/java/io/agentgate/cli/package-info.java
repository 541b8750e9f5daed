/** Placeholder. */
@NullMarked
package io.agentgate.cli;

import org.jspecify.annotations.NullMarked;
