package io.agentgate.gateway.call;

import io.agentgate.gateway.audit.CallOrigin;
import io.agentgate.gateway.audit.ChargedLimit;
import io.agentgate.gateway.audit.Redactions;
import io.agentgate.policy.Background;
import io.agentgate.policy.Decision;
import io.agentgate.policy.PolicySet;
import io.agentgate.policy.Rule;
import io.agentgate.policy.Target;
import io.agentgate.protocol.Request;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One governed request in flight: a call of a tool, or another that rules are about. It pins the
 * policy set that was in force when it came, for both directions; later changes of policy do not
 * touch it.
 */
public final class Call {
    private final String decisionId;
    private final CallOrigin origin;
    private final Set<String> roles;
    private final PolicySet policies;
    private final Instant time;
    private final long startNanos;
    private final Request received;

    private Target target;
    private Background background = Background.NONE;
    private Request request;
    private boolean rewritten;
    private Redactions redactions = Redactions.NONE;
    private @Nullable Decision decision;
    private @Nullable Decision otherwise;
    private List<ChargedLimit> limits = List.of();
    private @Nullable String retryOf;
    private boolean counted = true;

    /**
     * A call that has just arrived.
     *
     * @param roles what the caller's credential says it is
     * @param time wall clock, for conditions and records
     * @param startNanos monotonic clock, for latency and quotas
     */
    public Call(
            String decisionId,
            CallOrigin origin,
            Set<String> roles,
            PolicySet policies,
            Instant time,
            long startNanos,
            Request request) {
        this.decisionId = decisionId;
        this.origin = origin;
        this.roles = roles;
        this.policies = policies;
        this.time = time;
        this.startNanos = startNanos;
        this.received = request;
        this.request = request;
        this.target = Target.tool(origin.tool());
    }

    /** It is no call of a tool, but about something else. */
    public void isAbout(Target other) {
        target = other;
    }

    /** Keeps what was seen before it. */
    public void comesAfter(Background seen) {
        background = seen;
    }

    /** What was seen before it. */
    public Background background() {
        return background;
    }

    /** What it is about. */
    public Target target() {
        return target;
    }

    /** Whether a tool is called. */
    public boolean isOfTool() {
        return target.isToolCall();
    }

    /** The redact rules for what is stored of it. */
    public List<Rule> storageRedactions() {
        return policies.storageRedactions(target);
    }

    /** Unique over all writers. */
    public String decisionId() {
        return decisionId;
    }

    public CallOrigin origin() {
        return origin;
    }

    /** What the caller's credential says it is. */
    public Set<String> roles() {
        return roles;
    }

    public PolicySet policies() {
        return policies;
    }

    public Instant time() {
        return time;
    }

    public long startNanos() {
        return startNanos;
    }

    /** The request as the client wrote it. */
    public Request received() {
        return received;
    }

    /** The request as it will be forwarded, with all changes made so far. */
    public Request request() {
        return request;
    }

    /**
     * Replaces what will be forwarded.
     *
     * @param rules ids of the redact rules that made the change
     */
    public void rewrite(Request changed, List<String> rules) {
        request = changed;
        rewritten = true;
        redactions = redactions.and(rules);
    }

    /** What changed the arguments so far. */
    public Redactions redactions() {
        return redactions;
    }

    /** Whether what will be forwarded is not what the client wrote. */
    public boolean isRewritten() {
        return rewritten;
    }

    /**
     * It is another round of a call that a server answered by asking for input.
     *
     * @param before the decision id of the round before
     * @param asOne whether it is counted as a call of its own
     */
    public void retries(String before, boolean asOne) {
        retryOf = before;
        counted = asOne;
    }

    /** The decision id of the round before; null if it is the first. */
    public @Nullable String retryOf() {
        return retryOf;
    }

    /** Whether limits count it as a call of its own. */
    public boolean isCounted() {
        return counted;
    }

    /** What the policy set decided; null until it was asked. */
    public @Nullable Decision decision() {
        return decision;
    }

    /** Keeps what the policy set decided. */
    public void decided(Decision made) {
        decision = made;
    }

    /** What a candidate policy decided, where that is not what was decided; else null. */
    public @Nullable Decision otherwise() {
        return otherwise;
    }

    /** Keeps what a candidate policy decided otherwise. */
    public void differs(Decision candidates) {
        otherwise = candidates;
    }

    /** The limits it was charged to, or the one that refused it. */
    public List<ChargedLimit> limits() {
        return limits;
    }

    /** Keeps what its limits looked like. */
    public void limited(List<ChargedLimit> found) {
        limits = found;
    }
}
