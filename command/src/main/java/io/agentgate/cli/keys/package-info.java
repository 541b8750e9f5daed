/** {@code agentgate keys}: the API keys by which callers prove who they are. */
@NullMarked
package io.agentgate.cli.keys;

import org.jspecify.annotations.NullMarked;
