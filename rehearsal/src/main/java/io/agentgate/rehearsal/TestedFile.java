package io.agentgate.rehearsal;

import io.agentgate.embedded.files.Reason;
import io.agentgate.gateway.quota.RateLimits;
import io.agentgate.policy.PolicyException;
import io.agentgate.policy.Position;
import io.agentgate.policy.Problem;
import io.agentgate.policy.text.PolicyCases;
import io.agentgate.policy.text.PolicyFile;
import io.agentgate.policy.text.TrialCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A file of tests that was run.
 *
 * @param policy the policy that was tested; null where none was found
 * @param errors why nothing was run; then there are no cases
 * @param fault whose errors they are; null where everything was run
 */
public record TestedFile(
        Path file,
        @Nullable Path policy,
        List<Problem> errors,
        List<TestedCase> cases,
        ReadPolicy.@Nullable Fault fault) {

    /** How many cases went as they should, or did not. */
    public static long count(List<TestedFile> tested, boolean passed) {
        return tested.stream()
                .flatMap(file -> file.cases().stream())
                .filter(each -> each.passed() == passed)
                .count();
    }

    /** Whether it was run, and every case went as it should. */
    public boolean passed() {
        return fault == null && cases.stream().allMatch(TestedCase::passed);
    }

    /** Runs the tests of a file, each case with buckets of its own. */
    public static TestedFile run(Path file) {
        return run(file, ReadPolicy::of);
    }

    /**
     * Runs the tests of a file on policies that are read in another way, as if they had been
     * changed already.
     */
    public static TestedFile run(Path file, Function<Path, ReadPolicy> reading) {
        PolicyCases cases;
        try {
            cases = PolicyCases.parse(Files.readString(file), file.toString());
        } catch (IOException unreadable) {
            return refused(
                    file,
                    null,
                    "cannot be read: " + Reason.of(unreadable),
                    ReadPolicy.Fault.UNREADABLE);
        } catch (PolicyException wrong) {
            return new TestedFile(file, null, wrong.problems(), List.of(), ReadPolicy.Fault.WRONG);
        }
        Path policy = TestFiles.policyOf(file, cases.policy());
        if (policy == null) {
            return refused(
                    file,
                    null,
                    "there is no policy of that name beside it, and none is named by `policy`",
                    ReadPolicy.Fault.WRONG);
        }
        return switch (reading.apply(policy)) {
            case ReadPolicy.Refused refused ->
                    new TestedFile(file, policy, refused.problems(), List.of(), refused.fault());
            case ReadPolicy.Loaded loaded -> {
                List<TestedCase> run = new ArrayList<>();
                cases.cases().forEach(each -> run.add(run(each, loaded.file())));
                yield new TestedFile(file, policy, List.of(), run, null);
            }
        };
    }

    private static TestedFile refused(
            Path file, @Nullable Path policy, String why, ReadPolicy.Fault fault) {
        Problem problem = new Problem(new Position(file.toString(), 1, 1), why);
        return new TestedFile(file, policy, List.of(problem), List.of(), fault);
    }

    private static TestedCase run(PolicyCases.Case each, PolicyFile policy) {
        Trial trial = new Trial(policy, RateLimits.NONE, null);
        for (TrialCall before : each.prior()) {
            Explained.judge(trial, before, before.time() == null ? each.time() : before.time());
        }
        TrialCall call = each.call();
        return new TestedCase(
                each,
                Explained.judge(trial, call, call.time() == null ? each.time() : call.time()));
    }
}
