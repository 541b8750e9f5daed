/**
 * {@code agentgate connect}: one entry in a client's own file, through which its calls go.
 *
 * <p>{@link io.agentgate.cli.connect.Connect} is the command without its command line; what it does
 * to files is {@link io.agentgate.cli.clients}'.
 */
@NullMarked
package io.agentgate.cli.connect;

import org.jspecify.annotations.NullMarked;
