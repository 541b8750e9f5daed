package io.agentgate.gateway.call;

import java.util.HashMap;
import java.util.Map;

/**
 * How long the answers of one server are waited for: the longest time that a request goes without a
 * sign of life. Progress is such a sign, but a request ends after {@value #MOST_TIMES} times its
 * timeout whatever its server says (MCP 2025-11-25, basic/lifecycle, timeouts).
 *
 * @param usualNanos of requests that have none of their own
 * @param toolNanos of calls, by the server's own names of its tools
 */
public record Timeouts(long usualNanos, Map<String, Long> toolNanos) {
    /** The longest there is, and the one where nothing else is said: an hour. */
    public static final int LONGEST_SECONDS = 3_600;

    /** Most tools with a timeout of their own. */
    public static final int MAX_TOOLS = 1_000;

    /** A request lives no longer than so many times its timeout. */
    static final int MOST_TIMES = 10;

    /** Of requests that are answered at the end of something that may last for ever. */
    private static final long ENDLESS_NANOS = Long.MAX_VALUE / (2 * MOST_TIMES);

    private static final long NANOS = 1_000_000_000L;

    /** Where nothing is said. */
    public static final Timeouts USUAL = ofSeconds(LONGEST_SECONDS, Map.of());

    public Timeouts {
        toolNanos = Map.copyOf(toolNanos);
    }

    /** Those of a configuration. */
    public static Timeouts ofSeconds(int usual, Map<String, Integer> tools) {
        Map<String, Long> nanos = new HashMap<>();
        tools.forEach((tool, seconds) -> nanos.put(tool, seconds * NANOS));
        return new Timeouts(usual * NANOS, nanos);
    }

    /**
     * That of a request that is no call: one that listens is answered once there is nothing more to
     * hear (MCP 2026-07-28, subscriptions).
     */
    public long ofMethod(String method) {
        return method.equals("subscriptions/listen") ? ENDLESS_NANOS : usualNanos;
    }

    /** That of a call. */
    long ofTool(String tool) {
        Long own = toolNanos.isEmpty() ? null : toolNanos.get(tool);
        return own == null ? usualNanos : own;
    }
}
