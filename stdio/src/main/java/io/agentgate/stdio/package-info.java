/**
 * The stdio transport: newline-delimited JSON-RPC between a client on our standard streams and a
 * server that is our child process. Servers of which each session of a gateway has one are in
 * {@code stdio.link}.
 *
 * <p>Guarantees:
 *
 * <ol>
 *   <li>A line ends at a line feed and nowhere else (MCP, basic/transports, stdio). The last line
 *       of a stream counts without one.
 *   <li>Nothing reaches either side that the {@link io.agentgate.gateway.Gatekeeper} did not rule
 *       on, and nothing but MCP is written to standard output.
 *   <li>A server that refuses the handshake is spoken to through {@link
 *       io.agentgate.stdio.Handshakes}; none of that is loaded, and no message looked at for it, in
 *       a session that has begun.
 *   <li>The thread that reads the server never waits for the server to read.
 *   <li>The server runs with our arguments, environment, working directory and standard error; its
 *       exit code becomes ours.
 *   <li>The server's whole process tree ends with us. When we are killed the server ends at once
 *       where the kernel can do that, and what it started ends with the next process of the
 *       product.
 * </ol>
 */
@NullMarked
package io.agentgate.stdio;

import org.jspecify.annotations.NullMarked;
