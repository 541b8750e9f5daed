package io.agentgate.gateway.call;

import io.agentgate.policy.NamePattern;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How often each tool was called in a session, of the calls that were let through. Counts of so
 * many tools are kept as a session plausibly calls; thread safe.
 */
public final class EarlierCalls {
    /** Most tools that are told apart in one session. */
    static final int MAX_TOOLS = 256;

    private final Map<String, Long> byTool = new ConcurrentHashMap<>();
    private volatile boolean incomplete;

    /** Counts a call that is let through. */
    public void add(String tool) {
        if (byTool.size() < MAX_TOOLS || byTool.containsKey(tool)) {
            byTool.merge(tool, 1L, Long::sum);
        } else {
            incomplete = true;
        }
    }

    /** A call that was counted goes nowhere. */
    public void withdraw(String tool) {
        byTool.computeIfPresent(tool, (_, calls) -> calls - 1);
    }

    /** A call is let through that nobody counts. */
    public void miss() {
        if (!incomplete) {
            incomplete = true;
        }
    }

    /** Whether every call was counted. */
    boolean isComplete() {
        return !incomplete;
    }

    /** How many calls of such tools were counted. */
    long of(NamePattern tools) {
        long calls = 0;
        for (Map.Entry<String, Long> each : byTool.entrySet()) {
            calls += tools.matches(each.getKey()) ? each.getValue() : 0;
        }
        return calls;
    }
}
