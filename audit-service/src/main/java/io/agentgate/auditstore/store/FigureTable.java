package io.agentgate.auditstore.store;

import io.agentgate.gateway.statistics.Grouping;
import io.agentgate.gateway.statistics.LatencyBuckets;
import io.agentgate.gateway.statistics.PeriodFigures;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** The table {@code figure} in the words of SQL. */
public final class FigureTable {
    /** The columns of latencies, from the shortest on. */
    public static final List<String> BUCKETS =
            IntStream.rangeClosed(1, LatencyBuckets.COUNT).mapToObj(place -> "b" + place).toList();

    /** Other machines' clocks, and who is just asking, may be behind. */
    private static final Duration SLACK = Duration.ofHours(1);

    private FigureTable() {}

    /** The word of what calls are told apart by. */
    public static String word(Grouping kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /** The first minute that is stored at a time; all that are told apart are. */
    public static Instant firstMinute(Instant now) {
        return PeriodFigures.firstMinute(now).minus(SLACK);
    }
}
