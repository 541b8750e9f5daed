/**
 * The journal: the file every governed call is in before it is forwarded and before it is answered.
 *
 * <p>A writer owns one directory and holds a lock on it for as long as it lives. In it lie segments
 * of a fixed size, filled with zeros ahead of use, so that a full disk shows when a segment is
 * prepared and not in the middle of a record.
 *
 * <p>Guarantees:
 *
 * <ol>
 *   <li>An append that returns is as safe as the {@link JournalMode} says: by default it has been
 *       handed to the operating system, survives a killed process at once, and a power cut after at
 *       most one sync interval.
 *   <li>An append that throws has changed nothing, except that an event whose sync failed may be
 *       found later; a journal that cannot record says so on every append until it can again.
 *   <li>Reading a segment gives every intact record, in order. Damage between intact records is
 *       counted as a gap; what follows the last intact record is cut.
 *   <li>A directory whose lock is free belongs to a dead writer and may be drained by anyone who
 *       takes the lock; it is deleted only after its events were delivered.
 *   <li>The journal is bounded: beyond its size it refuses, it never drops. The mode {@code batch}
 *       never refuses, so it drops, and counts what it dropped.
 * </ol>
 */
@NullMarked
package io.agentgate.gateway.journal;

import org.jspecify.annotations.NullMarked;
