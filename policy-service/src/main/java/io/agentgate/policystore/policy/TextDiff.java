package io.agentgate.policystore.policy;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import io.agentgate.policystore.problem.Refusal;
import java.util.List;

/** The difference of two policies as a unified diff. */
final class TextDiff {
    /** Beyond, comparing two texts that have nothing in common would take minutes. */
    static final int MAX_LINES = 10_000;

    private static final int CONTEXT = 3;

    private TextDiff() {}

    static String of(PolicyRevision from, PolicyRevision to) {
        List<String> before = from.text().lines().toList();
        List<String> after = to.text().lines().toList();
        if (before.size() + after.size() > MAX_LINES) {
            throw Refusal.invalid("text", "has more lines than can be compared: " + MAX_LINES);
        }
        List<String> lines =
                UnifiedDiffUtils.generateUnifiedDiff(
                        "revision/" + from.number(),
                        "revision/" + to.number(),
                        before,
                        DiffUtils.diff(before, after),
                        CONTEXT);
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }
}
