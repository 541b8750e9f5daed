/** Clocks that stand still until a test moves them. */
@NullMarked
package io.agentgate.testkit.time;

import org.jspecify.annotations.NullMarked;
