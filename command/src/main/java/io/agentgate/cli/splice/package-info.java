/**
 * Texts that are changed without being rewritten.
 *
 * <p>A configuration file belongs to its owner: comments, order, indentation and line ends are
 * theirs. {@link io.agentgate.cli.splice.SourceText} is such a file's text. {@link
 * io.agentgate.cli.splice.JsonReader} and {@link io.agentgate.cli.splice.TomlStatements} tell where
 * in it each value stands, and a {@link io.agentgate.cli.splice.Splice} replaces one stretch of it.
 *
 * <p>Guarantees:
 *
 * <ol>
 *   <li>What no splice covers stays as it was, byte for byte.
 *   <li>What does not parse, or has two readings, is refused with file, line and column.
 *   <li>{@link io.agentgate.cli.splice.UnifiedDiff} shows no value that may be a secret.
 * </ol>
 */
@NullMarked
package io.agentgate.cli.splice;

import org.jspecify.annotations.NullMarked;
