package io.agentgate.gateway.meter;

import io.agentgate.gateway.audit.CallStatus;
import io.agentgate.gateway.call.Call;
import io.agentgate.gateway.call.Pending;
import io.agentgate.gateway.call.Refusal;
import io.agentgate.policy.Decision;
import io.agentgate.policy.PolicySet;
import io.agentgate.policy.Rule;
import io.agentgate.protocol.Response;
import org.jspecify.annotations.Nullable;

/** The counter of calls: tells {@link Meters} what became of each, in words from bounded sets. */
public final class CallMeter {
    /** Counts nothing and learns no names. */
    public static final CallMeter NONE = new CallMeter(Meters.NONE, new ToolNames());

    /** What a call is denied by that no rule decided. */
    public static final String BY_DEFAULT = "default";

    private static final String TOOLS_LIST = "tools/list";
    private static final int MAX_RULES = 1_000;

    private final Meters meters;
    private final ToolNames tools;
    private final BoundedNames rules = new BoundedNames(MAX_RULES);

    /** Pairs of a server and a rule of a candidate policy. */
    private final BoundedNames divergences = new BoundedNames(MAX_RULES);

    private final ServerWatch servers = new ServerWatch();

    /**
     * A counter that learns names as they are listed and spelled.
     *
     * @param tools shared with whatever else labels things by tool
     */
    public CallMeter(Meters meters, ToolNames tools) {
        this.meters = meters;
        this.tools = tools;
    }

    /** Counts what was decided on a call. */
    public void decided(Call call, @Nullable Refusal refusal) {
        if (meters == Meters.NONE) {
            return;
        }
        tools.learn(call.policies());
        Decision otherwise = call.otherwise();
        if (otherwise != null) {
            meters.diverged(divergence(call, otherwise));
        }
        if (refusal == null) {
            meters.callBegan();
            return;
        }
        CallOutcome outcome = CallOutcome.of(refusal);
        meters.callRefused(tools.label(call.origin().tool()), outcome);
        switch (outcome) {
            case DENIED -> meters.denied(rule(refusal.rule()));
            case RATE_LIMITED -> meters.limited(LimitScope.of(call, refusal));
            case SUCCESS, ERROR, CIRCUIT_OPEN -> {}
        }
    }

    /** Counts a call that is no valid MCP. */
    public void unreadable(PolicySet policies, String tool) {
        if (meters != Meters.NONE) {
            tools.learn(policies);
            meters.callRefused(tools.label(tool), CallOutcome.ERROR);
        }
    }

    /** Rules' ids come from policies only, but those are reloaded again and again. */
    private String rule(@Nullable String id) {
        if (id == null) {
            return BY_DEFAULT;
        }
        return knows(rules, id) ? id : ToolNames.OTHER;
    }

    private static boolean knows(BoundedNames names, String name) {
        return names.get(name) != null || names.keep(name);
    }

    private Divergence divergence(Call call, Decision candidate) {
        Rule rule = candidate.rule();
        String id = rule == null ? BY_DEFAULT : rule.id();
        String server = call.origin().server();
        // A name of a server has no line end in it.
        boolean known = knows(divergences, server + '\n' + id);
        return new Divergence(
                known ? server : ToolNames.OTHER,
                candidate.outcome() == Decision.Outcome.DENY
                        ? Decision.Outcome.ALLOW
                        : Decision.Outcome.DENY,
                candidate.outcome(),
                known ? id : ToolNames.OTHER);
    }

    /** What was seen of servers. */
    public ServerWatch servers() {
        return servers;
    }

    /** Counts an answer to a call, before it is counted as {@linkplain #ended an end}. */
    public void answered(Call call, long nanos) {
        servers.called(call.origin().server(), nanos);
    }

    /** Counts the end of a call that was let through without an answer. */
    public void unanswered(Call call) {
        servers.unanswered(call.origin().server());
    }

    /**
     * A request will have no answer.
     *
     * @param reason as its sender is told
     */
    public void lost(String server, String reason) {
        servers.lost(server, reason);
    }

    /** Counts the end of a call that was let through. */
    public void ended(Call call, CallStatus status, long nanos) {
        if (meters != Meters.NONE) {
            meters.callEnded(tools.label(call.origin().tool()), CallOutcome.of(status), nanos);
        }
    }

    /** Looks at an answer no rule speaks about: it may be the list of a server's tools. */
    public void released(String server, Pending asked, Response answer) {
        servers.answered(server, asked.method(), answer);
        if (meters != Meters.NONE && asked.method().equals(TOOLS_LIST)) {
            tools.learn(answer);
        }
    }
}
