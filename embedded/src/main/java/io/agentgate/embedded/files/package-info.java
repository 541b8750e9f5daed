/**
 * What the one-process product keeps in plain files: its own keys, what is kept of its callers'
 * keys, policies, kill switches, and the log of audit events.
 *
 * <p>Guarantees:
 *
 * <ol>
 *   <li>A secret file is readable by its owner only from its first byte on, and is refused when
 *       somebody widened its rights.
 *   <li>A key file appears whole or not at all, under its name, and is never replaced: processes
 *       that start at once agree on one key.
 *   <li>A change of the callers' keys or of kill switches is made whole or not at all, and none is
 *       lost to another that is made at the same time.
 *   <li>A file that is watched and does not load changes nothing: what was good last stays.
 *   <li>A log holds whole lines, each at least once, in the order in which they were delivered. A
 *       line that a killed process tore is ended, and comes again whole.
 *   <li>No message and no text form shows a secret.
 * </ol>
 */
@NullMarked
package io.agentgate.embedded.files;

import org.jspecify.annotations.NullMarked;
