package io.agentgate.cli.serve;

import io.agentgate.cli.terminal.CommandException;

/** What runs behind the command line of {@code serve}, until it is told to end. */
@FunctionalInterface
public interface Server {

    /**
     * Serves.
     *
     * @return the exit code to end with
     */
    int run(ServeSettings settings) throws CommandException;
}
