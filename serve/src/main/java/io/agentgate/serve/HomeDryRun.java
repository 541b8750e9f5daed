package io.agentgate.serve;

import io.agentgate.cli.composition.NamedFiles;
import io.agentgate.cli.config.Config;
import io.agentgate.cli.installation.Home;
import io.agentgate.cli.terminal.CommandException;
import io.agentgate.dashboard.DryRun;
import io.agentgate.policy.PolicyException;
import io.agentgate.policy.text.CallText;
import io.agentgate.policy.text.PolicyFile;
import io.agentgate.policy.text.TrialCall;
import io.agentgate.rehearsal.ExplainedCall;
import io.agentgate.rehearsal.KnownHints;
import io.agentgate.rehearsal.ReadPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Calls judged by the policy that the dashboard shows. What a call does not say of its tool is
 * taken from what the tool's server has listed through a running gateway.
 */
final class HomeDryRun implements DryRun {
    private final Home home;
    private final NamedFiles named;
    private final KnownHints hints;
    private final InstantSource clock;

    HomeDryRun(Home home, NamedFiles named, KnownHints hints, InstantSource clock) {
        this.home = home;
        this.named = named;
        this.hints = hints;
        this.clock = clock;
    }

    @Override
    public String explain(String text) throws PolicyException, IOException {
        TrialCall call = CallText.parse(text, "call.json");
        try {
            Config config = Config.load(home, named.config());
            Path policy = named.policy() != null ? named.policy() : config.policyPath();
            return ExplainedCall.explain(
                    rules(policy),
                    policy == null ? null : policy.toString(),
                    config.rateLimits(),
                    hints.complete(call),
                    clock.instant());
        } catch (CommandException unusable) {
            throw new IOException(unusable.getMessage(), unusable);
        }
    }

    private static PolicyFile rules(@Nullable Path policy) throws IOException {
        if (policy == null) {
            return PolicyFile.NONE;
        }
        return switch (ReadPolicy.of(policy)) {
            case ReadPolicy.Loaded loaded -> loaded.file();
            case ReadPolicy.Refused refused -> throw new IOException(refused.words());
        };
    }
}
