/**
 * What servers list of their tools, kept as they said it, for people who look.
 *
 * <p>Guarantees:
 *
 * <ol>
 *   <li>Nothing here judges: a list that cannot be kept is passed on all the same.
 *   <li>What is kept is bounded, of each tool, of each server, and of all together. What is too
 *       large is named without its definition.
 * </ol>
 */
@NullMarked
package io.agentgate.gateway.catalogue;

import org.jspecify.annotations.NullMarked;
