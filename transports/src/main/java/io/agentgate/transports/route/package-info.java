/**
 * The servers behind a gateway, and the paths under which clients reach them.
 *
 * <pre>
 *   /mcp                 the one server in front
 *   /servers/NAME/mcp    the server of that name
 * </pre>
 *
 * <p>Names stand in paths as they are: a path with anything escaped in it names no server.
 */
@NullMarked
package io.agentgate.transports.route;

import org.jspecify.annotations.NullMarked;
