package io.agentgate.serve;

import io.agentgate.cli.composition.HomeNotes;
import io.agentgate.cli.composition.NamedFiles;
import io.agentgate.cli.config.Config;
import io.agentgate.cli.installation.Home;
import io.agentgate.cli.policy.NewestCalls;
import io.agentgate.cli.terminal.CommandException;
import io.agentgate.dashboard.ShownPolicy;
import io.agentgate.embedded.files.FilePolicyStore;
import io.agentgate.gateway.audit.AuditLog;
import io.agentgate.rehearsal.Rehearsal;
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
    private final Path database;
    private final AuditLog log;
    private final HomeNotes notes;
    private @Nullable Path path;
    private ShownPolicy.@Nullable Source last;

    /**
     * @param log what lies in the database
     * @param notes where changes are recorded
     */
    ChosenPolicy(Home home, NamedFiles named, Path database, AuditLog log, HomeNotes notes) {
        this.home = home;
        this.named = named;
        this.database = database;
        this.log = log;
        this.notes = notes;
    }

    @Override
    public synchronized ShownPolicy.@Nullable Source now() {
        Path chosen = chosen();
        if (chosen == null) {
            last = null;
        } else if (last == null || !chosen.equals(path)) {
            last =
                    new ShownPolicy.Source(
                            new NotedPolicies(
                                    new FilePolicyStore(
                                            chosen,
                                            home.replacedPolicies(),
                                            InstantSource.system()),
                                    notes),
                            chosen.toAbsolutePath().normalize().toString(),
                            new FileRehearsal(
                                    new Rehearsal(chosen, new NewestCalls(database, log))));
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
