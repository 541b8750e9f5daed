/** Sessions of a gateway that is one process: its own memory, and nobody beside it. */
@NullMarked
package io.agentgate.embedded.memory;

import org.jspecify.annotations.NullMarked;
