package io.agentgate.testkit.scenario;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One behaviour: what is given, what the client does, and what is seen then.
 *
 * @param name path of its file, without the ending
 * @param policy text of a whole policy file
 * @param validated whether arguments are validated
 * @param answers what the server says upon each message it gets
 * @param messages what the client sends
 * @param headers what headers of the stateless era say instead of what mirrors the message, null
 *     where they are left out; by number of the message from 1
 * @param client what the client gets upon each of its messages
 * @param http what HTTP answers where others are silent, by number of the message from 1
 * @param upstream what the server got
 * @param audit the recorded calls, oldest first
 */
public record Scenario(
        String name,
        String policy,
        boolean validated,
        List<List<String>> answers,
        List<String> messages,
        Map<Integer, Map<String, @Nullable String>> headers,
        List<List<String>> client,
        Map<Integer, String> http,
        List<String> upstream,
        List<AuditRow> audit) {

    /** Whether it is about what only the stateless era has. */
    public boolean isStateless() {
        return name.contains("/stateless/");
    }

    /** Whether the server asks the client something in a message of its own. */
    boolean serverAsks() {
        return answers.stream()
                .flatMap(List::stream)
                .anyMatch(said -> said.contains("\"method\":") && said.contains("\"id\":"));
    }

    /** What the configuration of the server says beside how it is reached. */
    String configured() {
        return validated ? "validate_arguments = true\n" : "";
    }

    @Override
    public String toString() {
        return name;
    }
}
