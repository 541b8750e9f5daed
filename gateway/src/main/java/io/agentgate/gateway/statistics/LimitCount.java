package io.agentgate.gateway.statistics;

import io.agentgate.gateway.audit.CallStatus;
import io.agentgate.gateway.audit.ChargedLimit;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What calls say of limits, told of the newest first. It keeps {@link PeriodFigures#MAX_NAMES} of
 * limits and agents, and as many of limits, agents and tools; calls of more are only counted.
 */
public final class LimitCount {
    private record Key(String limit, String agent, String tool) {}

    private final Map<Key, LimitState> states = new LinkedHashMap<>();
    private final Map<Key, Charge> charges = new HashMap<>();
    private long leftOut;

    /**
     * A call found a limit so.
     *
     * @param time when it was decided
     * @param status the word of what became of it
     */
    public void add(Instant time, String agent, String tool, String status, ChargedLimit found) {
        boolean refused = CallStatus.RATE_LIMITED.word().equals(status);
        String limit = found.limit();
        Key holder = new Key(limit, agent, "");
        if (!states.containsKey(holder) && states.size() < PeriodFigures.MAX_NAMES) {
            states.put(
                    holder,
                    new LimitState(
                            limit,
                            agent,
                            tool,
                            found.left(),
                            found.capacity(),
                            found.window().toSeconds(),
                            time,
                            refused));
        }
        Key key = new Key(limit, agent, tool);
        if (!charges.containsKey(key) && charges.size() >= PeriodFigures.MAX_NAMES) {
            leftOut++;
            return;
        }
        charges.merge(
                key,
                new Charge(
                        limit,
                        agent,
                        tool,
                        refused ? 0 : 1,
                        refused ? 1 : 0,
                        refused ? 0 : found.cost()),
                (one, other) ->
                        new Charge(
                                limit,
                                agent,
                                tool,
                                one.calls() + other.calls(),
                                one.refused() + other.refused(),
                                one.cost() + other.cost()));
    }

    /**
     * What was said.
     *
     * @param searchedTo the time down to which calls were looked at; null if that is all
     */
    public Limits limits(@Nullable Instant searchedTo) {
        List<Charge> most =
                charges.values().stream()
                        .sorted(
                                Comparator.comparingLong(Charge::calls)
                                        .thenComparingLong(Charge::refused)
                                        .reversed()
                                        .thenComparing(Charge::limit)
                                        .thenComparing(Charge::agent)
                                        .thenComparing(Charge::tool))
                        .toList();
        return new Limits(List.copyOf(states.values()), most, leftOut, searchedTo);
    }
}
