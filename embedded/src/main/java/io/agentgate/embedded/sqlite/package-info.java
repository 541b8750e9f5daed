/** The audit store of one machine. */
@NullMarked
package io.agentgate.embedded.sqlite;

import org.jspecify.annotations.NullMarked;
