/** What the processes of the product do, seen from outside. */
@NullMarked
package io.agentgate.e2e.processes;

import org.jspecify.annotations.NullMarked;
