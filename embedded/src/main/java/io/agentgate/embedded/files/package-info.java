/**
 * What the one-process product keeps in plain files: keys, policies, and the log of audit events.
 *
 * <p>Guarantees:
 *
 * <ol>
 *   <li>A secret file is readable by its owner only from its first byte on, and is refused when
 *       somebody widened its rights.
 *   <li>A key file appears whole or not at all, under its name, and is never replaced: processes
 *       that start at once agree on one key.
 *   <li>A log holds whole lines, each at least once, in the order in which they were delivered. A
 *       line that a killed process tore is ended, and comes again whole.
 *   <li>No message and no text form shows a secret.
 * </ol>
 */
@NullMarked
package io.agentgate.embedded.files;

import org.jspecify.annotations.NullMarked;
