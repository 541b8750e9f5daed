package io.agentgate.cli.demo;

import static io.agentgate.cli.demo.DemoOutcome.ALLOWED;
import static io.agentgate.cli.demo.DemoOutcome.DENIED;
import static io.agentgate.cli.demo.DemoOutcome.RATE_LIMITED;
import static io.agentgate.cli.demo.DemoOutcome.REDACTED;

import java.util.List;
import java.util.Set;

/**
 * What the demo's agent does, by the tools it finds; made to meet every rule of the demo policy.
 */
final class DemoScript {
    private static final List<DemoStep> WORKSHOP =
            List.of(
                    new DemoStep("list_files", "{}", ALLOWED, "looks around"),
                    new DemoStep("read_file", "{\"path\":\"notes/todo.md\"}", ALLOWED, "reads"),
                    new DemoStep(
                            "read_file", "{\"path\":\"config/.env\"}", REDACTED, "reads the keys"),
                    new DemoStep(
                            "delete_file", "{\"path\":\"notes/todo.md\"}", DENIED, "cleans up"),
                    new DemoStep("fetch_report", "{}", ALLOWED, "fetches a report"),
                    new DemoStep("fetch_report", "{}", ALLOWED, "fetches it again"),
                    new DemoStep("fetch_report", "{}", RATE_LIMITED, "is stuck in a loop"));

    private static final List<DemoStep> EVERYTHING =
            List.of(
                    new DemoStep("echo", "{\"message\":\"hello\"}", ALLOWED, "says hello"),
                    new DemoStep(
                            "echo",
                            "{\"message\":\"key sk-DEMO0123456789abcdefghij\"}",
                            REDACTED,
                            "leaks a key"),
                    new DemoStep("get-env", "{}", DENIED, "is curious"),
                    new DemoStep("get-sum", "{\"a\":1,\"b\":2}", ALLOWED, "adds"),
                    new DemoStep("get-sum", "{\"a\":3,\"b\":4}", ALLOWED, "adds again"),
                    new DemoStep("get-sum", "{\"a\":5,\"b\":6}", RATE_LIMITED, "can't stop"));

    /** For a server nobody knows: calls that never reach it. */
    private static final List<DemoStep> UNKNOWN =
            List.of(new DemoStep("delete_file", "{\"path\":\"/\"}", DENIED, "deletes"));

    private DemoScript() {}

    static List<DemoStep> of(Set<String> tools) {
        for (List<DemoStep> script : List.of(WORKSHOP, EVERYTHING)) {
            if (script.stream().allMatch(step -> fits(step, tools))) {
                return script;
            }
        }
        return UNKNOWN;
    }

    /** What is always denied is not in the agent's list. */
    private static boolean fits(DemoStep step, Set<String> tools) {
        return step.announced() == DENIED || tools.contains(step.tool());
    }
}
