/** Contracts of what processes that serve the same sessions know of one another. */
@NullMarked
package io.agentgate.testkit.session;

import org.jspecify.annotations.NullMarked;
