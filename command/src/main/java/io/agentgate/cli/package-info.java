/**
 * The command line: what users type, and what they read.
 *
 * <p>{@link io.agentgate.cli.Main} decides on the first word. {@code wrap} goes to plain Java of
 * its own, in {@link io.agentgate.cli.wrap}, because it stands between a client and its server at
 * every start; everything else goes through picocli.
 */
@NullMarked
package io.agentgate.cli;

import org.jspecify.annotations.NullMarked;
