package io.agentgate.gateway.quota;

import java.time.Duration;
import java.util.List;

/**
 * How fast each agent may call each tool, whatever comes of its calls: the limit of
 * mcp-policy-gateway's command line.
 *
 * @param perSecond calls a second, in the long run; more than 0
 * @param burst calls at once; 0 allows none
 */
public record Pace(double perSecond, long burst) {
    /** What mcp-policy-gateway takes where only the other figure is given. */
    public static final Pace USUAL = new Pace(10, 20);

    /** What a day-long window is to a person, this is to a ledger. */
    private static final double LONGEST_SECONDS = 1e9;

    private static final double NANOS_PER_SECOND = 1e9;

    public Pace {
        if (!(perSecond > 0) || Double.isInfinite(perSecond) || burst < 0) {
            throw new IllegalArgumentException("needs more than 0 calls a second, and burst >= 0");
        }
    }

    /** What a call is charged. No name has a line end in it, so no two buckets share a key. */
    List<Charge> of(String agent, String tool) {
        return List.of(new Charge("", "pace\n" + agent + '\n' + tool, burst, window()));
    }

    private Duration window() {
        double seconds = Math.min(Math.max(burst, 1) / perSecond, LONGEST_SECONDS);
        return Duration.ofNanos(Math.max(1, (long) (seconds * NANOS_PER_SECOND)));
    }
}
