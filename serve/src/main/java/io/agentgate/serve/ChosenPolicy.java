package io.agentgate.serve;

import io.agentgate.cli.composition.NamedFiles;
import io.agentgate.cli.config.Config;
import io.agentgate.cli.installation.Home;
import io.agentgate.cli.terminal.CommandException;
import io.agentgate.dashboard.ShownPolicy;
import io.agentgate.embedded.files.FilePolicyStore;
import java.nio.file.Path;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * The policy file that a command line names, or the one that the configuration names whenever it is
 * asked: the dashboard of a home may be older than its configuration.
 */
final class ChosenPolicy implements ShownPolicy.Choice {
    private final Home home;
    private final NamedFiles named;
    private @Nullable Path path;
    private ShownPolicy.@Nullable Source last;

    ChosenPolicy(Home home, NamedFiles named) {
        this.home = home;
        this.named = named;
    }

    @Override
    public synchronized ShownPolicy.@Nullable Source now() {
        Path chosen = chosen();
        if (chosen == null) {
            last = null;
        } else if (last == null || !chosen.equals(path)) {
            last =
                    new ShownPolicy.Source(
                            new FilePolicyStore(
                                    chosen, home.replacedPolicies(), InstantSource.system()),
                            chosen.toAbsolutePath().normalize().toString());
        }
        path = chosen;
        return last;
    }

    private @Nullable Path chosen() {
        if (named.policy() != null) {
            return named.policy();
        }
        try {
            return Config.load(home, named.config()).policyPath();
        } catch (CommandException wrongNow) {
            // As for gateways that run, what was before holds.
            return path;
        }
    }
}
