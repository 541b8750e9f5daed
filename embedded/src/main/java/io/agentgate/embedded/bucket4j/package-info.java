/**
 * The quota ledger of one process: a token bucket per budget, kept in memory by Bucket4j.
 *
 * <p>Guarantees:
 *
 * <ol>
 *   <li>A reservation is one step for all its charges: no other thread sees some of them taken.
 *   <li>Time is what callers say it is, and never runs backwards.
 *   <li>A rule that changes keeps what was taken under its old figures.
 *   <li>The number of buckets is bounded. Full ones are forgotten first, because a full bucket and
 *       a new one are the same; then those unused for longest.
 * </ol>
 */
@NullMarked
package io.agentgate.embedded.bucket4j;

import org.jspecify.annotations.NullMarked;
