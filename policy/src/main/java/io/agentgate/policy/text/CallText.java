package io.agentgate.policy.text;

import io.agentgate.policy.PolicyException;
import io.agentgate.policy.Position;
import io.agentgate.policy.Problem;
import io.agentgate.policy.Value;
import java.util.ArrayList;
import java.util.List;

/** The reader of calls that people wrote down, strict about keys as that of policies is. */
public final class CallText {
    private CallText() {}

    /**
     * Reads one call, in the syntax that the file's name ends in; in JSON if it says nothing.
     *
     * @param fileName how problems name the file; it is not opened
     * @throws PolicyException with every problem found
     */
    public static TrialCall parse(String text, String fileName) throws PolicyException {
        Syntax syntax = Syntax.of(fileName);
        boolean named = syntax != Syntax.TOML || fileName.endsWith(".toml");
        return call((named ? syntax : Syntax.JSON).read(text, fileName), fileName);
    }

    /**
     * Reads calls that stand one a line, each as JSON; empty lines are left out.
     *
     * @throws PolicyException with every problem of the first line that is wrong
     */
    public static List<TrialCall> lines(String text, String fileName) throws PolicyException {
        List<TrialCall> calls = new ArrayList<>();
        int line = 0;
        for (String each : text.split("\n", -1)) {
            line++;
            if (each.isBlank()) {
                continue;
            }
            try {
                calls.add(call(JsonTree.read(each, fileName), fileName));
            } catch (PolicyException wrong) {
                int at = line;
                throw new PolicyException(
                        wrong.problems().stream().map(problem -> onLine(problem, at)).toList());
            }
        }
        return calls;
    }

    /**
     * Reads arguments as they were recorded: an object of JSON.
     *
     * @throws PolicyException if the text is none, or not the whole of one
     */
    public static Value arguments(String json) throws PolicyException {
        List<Problem> problems = new ArrayList<>();
        TableReader table =
                new TableReader(Tree.Table.EMPTY, "call", new Position("", 1, 1), problems);
        return CallReader.value(JsonTree.read(json, "arguments"), table, "arguments");
    }

    private static TrialCall call(Tree.Table tree, String fileName) throws PolicyException {
        List<Problem> problems = new ArrayList<>();
        TableReader table = new TableReader(tree, "call", new Position(fileName, 1, 1), problems);
        TrialCall call = new CallReader(table).read();
        if (call == null || !problems.isEmpty()) {
            throw new PolicyException(problems);
        }
        return call;
    }

    private static Problem onLine(Problem problem, int line) {
        Position at = problem.position();
        return new Problem(new Position(at.file(), line, at.column()), problem.message());
    }
}
