/** Placeholder. */
@NullMarked
package io.agentgate.testkit;

import org.jspecify.annotations.NullMarked;
