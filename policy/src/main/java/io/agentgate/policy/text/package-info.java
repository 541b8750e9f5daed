/**
 * Policy files: TOML, YAML or JSON with conditions in a small language of their own, read into a
 * {@link io.agentgate.policy.PolicySet}.
 *
 * <pre>
 *   text ──Syntax──▶ Tree ──Dialect──▶ a reader of rules ──▶ PolicySet
 * </pre>
 *
 * <p>Our own dialect is that of AgentGate for Rust, read as its documentation describes it; those
 * of mcp-policy-gateway and MCPGate become rules of the same kind. Guarantees:
 *
 * <ol>
 *   <li>A text is taken whole or refused whole. Unknown keys, keys that do not belong to the action
 *       and values of the wrong type are errors, because a rule that silently means less than it
 *       says is worse than none.
 *   <li>All problems of a text are reported, each with file, line and column; inside a string on
 *       one line the column is that of the character itself.
 *   <li>Where the older engine read a file otherwise, the set carries a warning.
 *   <li>No other package here knows the parsers.
 * </ol>
 */
@NullMarked
package io.agentgate.policy.text;

import org.jspecify.annotations.NullMarked;
