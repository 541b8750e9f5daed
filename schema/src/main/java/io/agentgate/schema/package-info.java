/**
 * JSON Schema for the arguments of tools: draft 2020-12, and 2019-09 and draft-07 where {@code
 * $schema} names them.
 *
 * <pre>
 *   inputSchema → Json → Compiler → Subschema ─┐
 *   arguments   → Json ────────────────────────┴→ Checking → Fit
 * </pre>
 *
 * <p>Guarantees:
 *
 * <ol>
 *   <li>Nothing is fetched: a reference leads to another place of the same schema, or the schema is
 *       unusable.
 *   <li>Whatever a server writes and a client sends, the work is bounded: each step is paid for out
 *       of what one call may take, patterns by the product of their size and the text, and none of
 *       them is searched by an engine that goes back.
 *   <li>What is told of arguments that do not fit holds none of their values.
 *   <li>A keyword that is known is obeyed or makes the schema unusable, never skipped. {@code
 *       format} and {@code content…} say what a value means and assert nothing (JSON Schema
 *       2020-12, validation, sections 7.2.1 and 8).
 * </ol>
 *
 * @see <a href="https://json-schema.org/draft/2020-12/json-schema-core">JSON Schema Core</a>
 * @see <a href="https://json-schema.org/draft/2020-12/json-schema-validation">JSON Schema
 *     Validation</a>
 */
@NullMarked
package io.agentgate.schema;

import org.jspecify.annotations.NullMarked;
