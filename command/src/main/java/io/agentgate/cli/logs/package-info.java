/** {@code agentgate logs}: what was called, and how it ended. */
@NullMarked
package io.agentgate.cli.logs;

import org.jspecify.annotations.NullMarked;
