/**
 * Policy files: TOML with conditions in a small language of their own, read into a {@link
 * io.agentgate.policy.PolicySet}.
 *
 * <p>The dialect is that of AgentGate for Rust, read as its documentation describes it. Guarantees:
 *
 * <ol>
 *   <li>A text is taken whole or refused whole. Unknown keys, keys that do not belong to the action
 *       and values of the wrong type are errors, because a rule that silently means less than it
 *       says is worse than none.
 *   <li>All problems of a text are reported, each with file, line and column; inside a string on
 *       one line the column is that of the character itself.
 *   <li>Where the older engine read a file otherwise, the set carries a warning.
 *   <li>This is the only package that knows the TOML parser.
 * </ol>
 */
@NullMarked
package io.agentgate.policy.text;

import org.jspecify.annotations.NullMarked;
