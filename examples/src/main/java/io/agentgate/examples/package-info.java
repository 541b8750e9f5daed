/**
 * The workshop: a small MCP server to put AgentGate in front of, so that nobody needs an agent,
 * Node or a database to see a policy at work.
 *
 * <p>{@link io.agentgate.examples.WorkshopServer} speaks MCP over standard input and output; {@link
 * io.agentgate.examples.Workshop} is what it serves: a few files in memory, some of which an agent
 * should not get to see. Each tool is there for one policy:
 *
 * <ul>
 *   <li>{@code list_files}, {@code search}: harmless, allowed;
 *   <li>{@code read_file}: {@code config/.env} holds keys that a redact rule takes out;
 *   <li>{@code write_file}: what to limit, and where a condition over {@code path} belongs;
 *   <li>{@code delete_file}: destructive, says so in its annotations, and is what to deny or to
 *       hold for approval;
 *   <li>{@code fetch_report}: personal data inside structured content.
 * </ul>
 *
 * <p>What one can rely on:
 *
 * <ol>
 *   <li>Standard output carries MCP messages and nothing else; whatever prints goes to standard
 *       error.
 *   <li>The process ends with status 0 when its standard input ends.
 *   <li>Nothing outside the process is read or changed: no file, no network.
 *   <li>Every start begins with the same files, and the same calls give the same answers.
 *   <li>The keys and the people are invented.
 * </ol>
 */
@NullMarked
package io.agentgate.examples;

import org.jspecify.annotations.NullMarked;
