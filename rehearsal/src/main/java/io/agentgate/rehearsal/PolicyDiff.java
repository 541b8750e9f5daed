package io.agentgate.rehearsal;

import io.agentgate.gateway.quota.RateLimits;
import io.agentgate.policy.Background;
import io.agentgate.policy.Caller;
import io.agentgate.policy.Target;
import io.agentgate.policy.text.PolicyFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What two policies decide differently on the same calls. Each has buckets of its own, which are
 * charged as the calls come. Holds counts and a few examples, however many calls there are.
 */
public final class PolicyDiff implements PastCall.Reader {
    /** Most groups that are told apart; what is beyond is one group of its own. */
    public static final int MOST_GROUPS = 1_000;

    private static final int MOST_EXAMPLES = 3;
    private static final Kind OTHERS = new Kind("(others)", "(others)", "(others)", "", "");

    private final Trial before;
    private final Trial after;
    private final Map<Kind, Group> groups = new HashMap<>();
    private long calls;
    private long changed;
    private long redacted;
    private long leftOut;

    public PolicyDiff(PolicyFile before, PolicyFile after) {
        this.before = new Trial(before, RateLimits.NONE, null);
        this.after = new Trial(after, RateLimits.NONE, null);
    }

    /**
     * What calls of a group have in common.
     *
     * @param from what was decided by the old policy: the outcome and the rule
     * @param to what is by the new one
     */
    public record Kind(String agent, String server, String tool, String from, String to) {}

    /** How many calls are of a kind, and the ids of the first of them. */
    public record Group(Kind kind, long count, List<String> examples) {
        private Group with(String id) {
            List<String> more = examples;
            if (examples.size() < MOST_EXAMPLES) {
                more = new ArrayList<>(examples);
                more.add(id);
            }
            return new Group(kind, count + 1, more);
        }
    }

    @Override
    public void read(PastCall call) {
        Judged old = judge(before, call);
        Judged now = judge(after, call);
        calls++;
        if (call.redacted() || mayBeMasked(call)) {
            redacted++;
        }
        if (old.outcome() == now.outcome() && Objects.equals(old.forwarded(), now.forwarded())) {
            return;
        }
        changed++;
        Kind kind = new Kind(call.agent(), call.server(), call.tool(), words(old), words(now));
        if (groups.size() >= MOST_GROUPS && !groups.containsKey(kind)) {
            kind = OTHERS;
        }
        groups.put(kind, groups.getOrDefault(kind, new Group(kind, 0, List.of())).with(call.id()));
    }

    @Override
    public void leftOut() {
        leftOut++;
    }

    /** What is stored is redacted, too, by rules that look at answers only. */
    private boolean mayBeMasked(PastCall call) {
        String arguments = call.arguments();
        return arguments != null && before.policy().set().mayHaveRedacted(arguments);
    }

    private static Judged judge(Trial trial, PastCall call) {
        String arguments = call.arguments();
        return trial.judge(
                call.server(),
                Target.ofLabel(call.tool()),
                new Caller(call.agent(), call.agent(), Set.of()),
                Background.NONE,
                arguments == null ? null : arguments.getBytes(StandardCharsets.UTF_8),
                call.time());
    }

    private static String words(Judged judged) {
        return judged.outcome().word() + (judged.rule() == null ? "" : " (" + judged.rule() + ")");
    }

    /** How many calls both were asked about. */
    public long calls() {
        return calls;
    }

    /** Those that go on otherwise, or do not go on where they did, or the other way round. */
    public long changed() {
        return changed;
    }

    /** Those whose arguments were changed by rules before they were stored or sent. */
    public long redacted() {
        return redacted;
    }

    /** Calls that nobody could be asked about. */
    public long notKept() {
        return leftOut;
    }

    /** The largest first. */
    public List<Group> groups() {
        return groups.values().stream()
                .sorted(
                        Comparator.comparingLong(Group::count)
                                .reversed()
                                .thenComparing(group -> group.kind().agent())
                                .thenComparing(group -> group.kind().tool())
                                .thenComparing(group -> group.kind().to()))
                .toList();
    }
}
