package io.agentgate.testkit.scenario;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is recorded of one call, or what of it is expected.
 *
 * @param members by name, as text; JSON for arguments and result
 */
public record AuditRow(Map<String, @Nullable String> members) {
    static final List<String> NAMES =
            List.of("tool", "status", "rule", "reason", "arguments", "result", "request");

    /** The members that the expected row names too. */
    AuditRow restrictedTo(AuditRow expected) {
        Map<String, @Nullable String> restricted = new LinkedHashMap<>();
        expected.members.forEach(
                (name, wanted) -> {
                    String actual = members.get(name);
                    boolean same =
                            wanted != null && actual != null && Wildcards.match(wanted, actual);
                    restricted.put(name, same ? wanted : actual);
                });
        return new AuditRow(restricted);
    }
}
