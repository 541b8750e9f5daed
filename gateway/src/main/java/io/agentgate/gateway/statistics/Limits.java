package io.agentgate.gateway.statistics;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the records of a period say of limits and budgets.
 *
 * @param states the newest of each limit and agent, newest first
 * @param charges of each limit, agent and tool, most calls first
 * @param leftOut calls of limits, agents and tools that were too many to be told apart
 * @param searchedTo the time down to which records were looked at; null if that is all
 */
public record Limits(
        List<LimitState> states, List<Charge> charges, long leftOut, @Nullable Instant searchedTo) {
    /** Of no records. */
    public static final Limits NONE = new Limits(List.of(), List.of(), 0, null);

    public Limits {
        states = List.copyOf(states);
        charges = List.copyOf(charges);
    }
}
