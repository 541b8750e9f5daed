/** Placeholder. */
@NullMarked
package io.agentgate.examples;

import org.jspecify.annotations.NullMarked;
