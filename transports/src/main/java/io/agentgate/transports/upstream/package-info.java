/**
 * The client side of a server: what is asked of it over HTTP.
 *
 * <p>Headers that go up: {@code Accept}, {@code Content-Type}, {@code MCP-Protocol-Version}, the
 * server's own {@code Mcp-Session-Id}, {@code Last-Event-ID}, and those the operator configured.
 * Nothing else of the client's does, its credentials least of all (MCP, security: token
 * passthrough).
 */
@NullMarked
package io.agentgate.transports.upstream;

import org.jspecify.annotations.NullMarked;
