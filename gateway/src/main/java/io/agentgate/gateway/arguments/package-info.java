/**
 * The arguments of calls held against what servers list of their tools.
 *
 * <p>Guarantees:
 *
 * <ol>
 *   <li>A call of a server whose arguments are validated is forwarded only if they fit the {@code
 *       inputSchema} that the server listed last for the tool. What cannot be told is refused.
 *   <li>A refusal names places and keywords, and never a value.
 *   <li>What is kept of a server is bounded, and compiled when a call first needs it.
 * </ol>
 *
 * <p>What reads schemas stands behind {@link io.agentgate.gateway.arguments.ArgumentSchemas}.
 */
@NullMarked
package io.agentgate.gateway.arguments;

import org.jspecify.annotations.NullMarked;
