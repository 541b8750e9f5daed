package io.agentgate.serve;

import io.agentgate.cli.composition.NamedFiles;
import io.agentgate.cli.config.Config;
import io.agentgate.cli.installation.Home;
import io.agentgate.cli.status.ServerTools;
import io.agentgate.cli.terminal.CommandException;
import io.agentgate.dashboard.DryRun;
import io.agentgate.gateway.call.ListedHints;
import io.agentgate.gateway.catalogue.ListedTool;
import io.agentgate.policy.PolicyException;
import io.agentgate.policy.text.CallText;
import io.agentgate.policy.text.PolicyFile;
import io.agentgate.policy.text.TrialCall;
import io.agentgate.rehearsal.ExplainedCall;
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
    private final HomeRunning running;
    private final InstantSource clock;

    HomeDryRun(Home home, NamedFiles named, HomeRunning running, InstantSource clock) {
        this.home = home;
        this.named = named;
        this.running = running;
        this.clock = clock;
    }

    @Override
    public String explain(String text) throws PolicyException, IOException {
        TrialCall call = CallText.parse(text, "call.json");
        TrialCall known = call.hints() == null ? withListed(call) : call;
        try {
            Config config = Config.load(home, named.config());
            Path policy = named.policy() != null ? named.policy() : config.policyPath();
            return ExplainedCall.explain(
                    rules(policy),
                    policy == null ? null : policy.toString(),
                    config.rateLimits(),
                    known,
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

    private TrialCall withListed(TrialCall call) throws IOException {
        if (!call.target().isToolCall()) {
            return call;
        }
        ServerTools.Tool tool = running.tool(call.server(), call.target().name());
        ListedTool.Definition definition = tool == null ? null : tool.listed().definition();
        return definition == null
                ? call
                : call.with(ListedHints.hints(definition.member("annotations")));
    }
}
