/**
 * What a process says to people on standard error, and how much of it.
 *
 * <p>Guarantees:
 *
 * <ol>
 *   <li>Nothing is said on standard output, which belongs to MCP.
 *   <li>No payload is ever said, at whatever level.
 * </ol>
 */
@NullMarked
package io.agentgate.cli.voice;

import org.jspecify.annotations.NullMarked;
