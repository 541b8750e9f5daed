/**
 * Does a secret leak: redaction of arguments and of everything a server says.
 *
 * <p>Guarantees:
 *
 * <ol>
 *   <li>Only string values change; all other bytes of a message stay as they were written.
 *   <li>Ids, cursors, tokens, names and member names are never changed: a message with a hit there
 *       does not reach the client at all.
 *   <li>Patterns see decoded text, whatever its spelling in JSON.
 * </ol>
 */
@NullMarked
package io.agentgate.gateway.redact;

import org.jspecify.annotations.NullMarked;
