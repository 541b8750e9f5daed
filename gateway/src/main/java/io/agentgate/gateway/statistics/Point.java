package io.agentgate.gateway.statistics;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The calls of one step of a series.
 *
 * @param start the beginning of the step
 */
public record Point(Instant start, Tally tally) {
    /**
     * All points of a period, oldest first, those without calls included.
     *
     * @param tallies those there are, by the beginning of their step in seconds since 1970
     */
    public static List<Point> all(Period period, Step step, Map<Long, Tally> tallies) {
        List<Point> points = new ArrayList<>();
        Instant start = step.floor(period.since());
        while (start.isBefore(period.until())) {
            points.add(new Point(start, tallies.getOrDefault(start.getEpochSecond(), Tally.NONE)));
            start = start.plusSeconds(step.seconds());
        }
        return points;
    }
}
