/**
 * {@code agentgate wrap}: one MCP server over stdio behind the gateway, in plain Java.
 *
 * <p>Guarantees:
 *
 * <ol>
 *   <li>The server is started first; everything of ours is made ready while it boots.
 *   <li>Nothing here loads picocli, and what the first answer does not need, SQLite above all, is
 *       loaded behind it.
 *   <li>Standard output carries MCP and nothing else; all words for people go to standard error.
 * </ol>
 */
@NullMarked
package io.agentgate.cli.wrap;

import org.jspecify.annotations.NullMarked;
