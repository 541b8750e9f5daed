package io.agentgate.rehearsal;

import io.agentgate.policy.PolicyException;
import io.agentgate.policy.Value;
import io.agentgate.policy.text.CallText;
import io.agentgate.policy.text.PolicyCases;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A case of a test, and what came out. */
public record TestedCase(PolicyCases.Case asked, Judged got) {

    /**
     * Something that is not as it should be.
     *
     * @param what the key of the expectation
     */
    public record Difference(String what, String expected, String got) {}

    /** Whether everything is as it should be. */
    public boolean passed() {
        return differences().isEmpty();
    }

    /** What is not as it should be, in the order of importance. */
    public List<Difference> differences() {
        PolicyCases.Expected expected = asked.expected();
        List<Difference> differences = new ArrayList<>();
        compare(differences, "decision", expected.decision(), got.outcome().word());
        if (expected.rule() != null) {
            compare(differences, "rule", expected.rule(), got.rule() == null ? "" : got.rule());
        }
        if (expected.reason() != null) {
            compare(differences, "reason", expected.reason(), got.reason());
        }
        Value arguments = expected.arguments();
        if (arguments != null && !arguments.equals(forwarded())) {
            differences.add(
                    new Difference(
                            "arguments",
                            new String(ValueJson.of(arguments), StandardCharsets.UTF_8),
                            got.forwarded() == null ? "(none)" : got.forwarded()));
        }
        return differences;
    }

    private static void compare(
            List<Difference> differences, String what, String expected, String got) {
        if (!expected.equals(got)) {
            differences.add(new Difference(what, shown(expected), shown(got)));
        }
    }

    private static String shown(String text) {
        return text.isEmpty() ? "(none)" : text;
    }

    private @Nullable Value forwarded() {
        try {
            return got.forwarded() == null ? null : CallText.arguments(got.forwarded());
        } catch (PolicyException impossible) {
            throw new IllegalStateException("a gateway forwards an object", impossible);
        }
    }
}
