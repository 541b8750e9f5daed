/** What people and scripts get from a command: tables, errors in words, exit codes. */
@NullMarked
package io.agentgate.cli.terminal;

import org.jspecify.annotations.NullMarked;
