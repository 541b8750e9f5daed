/** What shells and manuals know of the command, made from its own description. */
@NullMarked
package io.agentgate.cli.shell;

import org.jspecify.annotations.NullMarked;
