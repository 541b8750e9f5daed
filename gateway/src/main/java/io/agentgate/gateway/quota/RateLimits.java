package io.agentgate.gateway.quota;

import io.agentgate.gateway.audit.CallOrigin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The limits that hold for every call of the process, whatever the rules say. Each is a number of
 * calls a minute: null for no limit, 0 for no calls.
 *
 * @param global calls of all
 * @param perTool calls of each tool of each server
 * @param perAgent calls of each agent
 */
public record RateLimits(@Nullable Long global, @Nullable Long perTool, @Nullable Long perAgent) {
    /** No limit at all. */
    public static final RateLimits NONE = new RateLimits(null, null, null);

    /** What refusals and records call the limit on all calls. */
    public static final String GLOBAL = "global";

    /** What refusals and records call the limit on one tool's calls. */
    public static final String PER_TOOL = "per-tool";

    /** What refusals and records call the limit on one agent's calls. */
    public static final String PER_AGENT = "per-agent";

    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** What a call of this origin is charged, in the order in which it is checked. */
    List<Limit> of(CallOrigin origin) {
        List<Limit> limits = new ArrayList<>(3);
        if (global != null) {
            limits.add(limit(GLOBAL, "global", global, "Global rate limit"));
        }
        if (perTool != null) {
            // No tool's name has a line end in it, so no two pairs of names make the same key.
            String key = "tool:" + origin.server() + '\n' + origin.tool();
            limits.add(limit(PER_TOOL, key, perTool, "Rate limit of this tool"));
        }
        if (perAgent != null) {
            String key = "agent:" + origin.agent();
            limits.add(limit(PER_AGENT, key, perAgent, "Rate limit of this agent"));
        }
        return limits;
    }

    private static Limit limit(String name, String key, long calls, String words) {
        return new Limit(new Charge(name, key, calls, MINUTE), words);
    }
}
