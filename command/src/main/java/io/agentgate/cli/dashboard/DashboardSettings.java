package io.agentgate.cli.dashboard;

import io.agentgate.cli.composition.NamedFiles;
import io.agentgate.cli.config.Config;
import io.agentgate.cli.installation.Home;

/**
 * All that one {@code dashboard} needs to know.
 *
 * @param port 0 for one that is free
 * @param idleExit whether it ends once nobody needs it
 */
public record DashboardSettings(
        Home home, Config config, NamedFiles files, int port, boolean idleExit) {}
