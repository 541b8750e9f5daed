package io.agentgate.policy.text;

import io.agentgate.policy.PolicyException;
import io.agentgate.policy.Position;
import io.agentgate.policy.Problem;
import io.agentgate.policy.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Calls with what a policy should decide on them, as their file lists them.
 *
 * @param policy the policy's file as the file of the cases names it; null if it does not
 */
public record PolicyCases(@Nullable String policy, List<Case> cases) {
    /** When calls come, if nothing says it: a Monday at noon. */
    public static final Instant USUAL_TIME = Instant.parse("2026-01-05T12:00:00Z");

    private static final List<String> FILE_KEYS = List.of("policy", "time", "cases");
    private static final List<String> CASE_KEYS =
            List.of("name", "time", "prior", "call", "expect");
    private static final List<String> EXPECT_KEYS =
            List.of("decision", "rule", "reason", "arguments");
    private static final List<String> DECISIONS =
            List.of("allow", "deny", "redact", "rate_limited", "audit");

    public PolicyCases {
        cases = List.copyOf(cases);
    }

    /**
     * One call.
     *
     * @param position where the case stands
     * @param prior calls that come before it, and are charged
     * @param time when calls come that do not say it
     */
    public record Case(
            String name,
            Position position,
            List<TrialCall> prior,
            TrialCall call,
            Instant time,
            Expected expected) {
        public Case {
            prior = List.copyOf(prior);
        }
    }

    /**
     * What should become of a call. Null is not looked at.
     *
     * @param rule empty where no rule should decide
     * @param arguments as they should reach the server
     */
    public record Expected(
            String decision,
            @Nullable String rule,
            @Nullable String reason,
            @Nullable Value arguments) {}

    /**
     * Reads cases in the syntax that the file's name ends in.
     *
     * @param fileName how problems name the file; it is not opened
     * @throws PolicyException with every problem found
     */
    public static PolicyCases parse(String text, String fileName) throws PolicyException {
        List<Problem> problems = new ArrayList<>();
        TableReader file =
                new TableReader(
                        Syntax.of(fileName).read(text, fileName),
                        "file",
                        new Position(fileName, 1, 1),
                        problems);
        file.refuseUnknown(FILE_KEYS);
        String policy = file.filled("policy");
        Instant time = CallReader.time(file, "time");
        List<Case> cases = new ArrayList<>();
        if (!file.has("cases")) {
            file.report(file.position(), "the file has no `cases`");
        }
        for (TableReader table : file.tables("cases", "case", "`cases` must be a list of tables")) {
            Case read = read(table, time == null ? USUAL_TIME : time, problems);
            if (read != null) {
                cases.add(read);
            }
        }
        if (!problems.isEmpty()) {
            problems.sort(Comparator.comparing(Problem::position));
            throw new PolicyException(problems);
        }
        return new PolicyCases(policy, cases);
    }

    private static @Nullable Case read(TableReader table, Instant usual, List<Problem> problems) {
        table.refuseUnknown(CASE_KEYS);
        String name = table.required("name");
        Instant time = CallReader.time(table, "time");
        List<TrialCall> prior = new ArrayList<>();
        for (TableReader before :
                table.tables("prior", "call", "`prior` must be a list of calls")) {
            TrialCall call = new CallReader(before).read();
            if (call != null) {
                prior.add(call);
            }
        }
        TableReader called = needed(table, "call", problems);
        TrialCall call = called == null ? null : new CallReader(called).read();
        TableReader expect = needed(table, "expect", problems);
        Expected expected = expect == null ? null : expected(expect);
        return name == null || call == null || expected == null
                ? null
                : new Case(
                        name, table.position(), prior, call, time == null ? usual : time, expected);
    }

    private static @Nullable TableReader needed(
            TableReader table, String key, List<Problem> problems) {
        if (!table.has(key)) {
            problems.add(new Problem(table.position(), "case has no `" + key + "`"));
        }
        return table.table(key, "`" + key + "`");
    }

    private static @Nullable Expected expected(TableReader table) {
        table.refuseUnknown(EXPECT_KEYS);
        String decision = table.required("decision");
        String rule = table.text("rule");
        String reason = table.text("reason");
        Tree tree = table.get("arguments");
        Value arguments = tree == null ? null : CallReader.value(tree, table, "arguments");
        if (decision != null && !DECISIONS.contains(decision)) {
            table.report(
                    table.valueAt("decision"),
                    "unknown decision `" + decision + "`" + Suggestion.of(decision, DECISIONS));
            return null;
        }
        return decision == null ? null : new Expected(decision, rule, reason, arguments);
    }
}
