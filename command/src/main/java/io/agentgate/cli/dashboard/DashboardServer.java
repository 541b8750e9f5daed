package io.agentgate.cli.dashboard;

import io.agentgate.cli.terminal.CommandException;

/** What runs behind the command line of {@code dashboard}, until it is told to end. */
@FunctionalInterface
public interface DashboardServer {

    /**
     * Shows the dashboard.
     *
     * @return the exit code to end with
     */
    int run(DashboardSettings settings) throws CommandException;
}
