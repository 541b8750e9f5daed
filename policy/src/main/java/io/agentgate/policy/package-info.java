/**
 * Rules and decisions: what a call may do, as a pure function of a policy and the facts of the
 * call.
 *
 * <p>A {@link io.agentgate.policy.PolicySet} holds {@link io.agentgate.policy.Rule rules} in file
 * order. {@link io.agentgate.policy.PolicySet#decide} walks those whose tool matches, top to
 * bottom. A <em>deciding</em> effect (allow, deny) ends the walk; a <em>modifier</em> (redact, rate
 * limit) is collected and never ends it. When nothing decides, the set's default does.
 *
 * <p>Guarantees:
 *
 * <ol>
 *   <li>No input or output, no clock, no randomness: the time is one of the {@link
 *       io.agentgate.policy.Facts}. The same set and the same facts give the same decision.
 *   <li>A set is immutable and may be used by any number of threads; facts belong to one thread.
 *   <li>What cannot be read never opens a door: a condition that is neither true nor false counts
 *       as a match for every rule that restricts and for no rule that allows ({@link
 *       io.agentgate.policy.Truth}, {@link io.agentgate.policy.Reading}).
 *   <li>Arguments are asked for only when a rule reads them, and at most once.
 *   <li>Deciding takes time linear in rules and arguments; patterns run on RE2/J.
 *   <li>Everything that grows with outside input is bounded.
 * </ol>
 */
@NullMarked
package io.agentgate.policy;

import org.jspecify.annotations.NullMarked;
