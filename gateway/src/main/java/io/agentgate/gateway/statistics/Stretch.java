package io.agentgate.gateway.statistics;

import java.util.ArrayList;
import java.util.List;

/** Spans of one level that follow each other, in seconds since 1970; the end is no part of them. */
public record Stretch(FigureLevel level, long from, long to) {
    /**
     * What a time is made of: as many spans of a level as fit, and shorter ones before and behind
     * them.
     *
     * @param from where it begins, a whole minute
     * @param to where it ends, a whole minute; none is left where that is not later
     */
    public static List<Stretch> of(long from, long to, FigureLevel longest) {
        List<Stretch> stretches = new ArrayList<>();
        add(stretches, from, to, longest);
        return stretches;
    }

    private static void add(List<Stretch> stretches, long from, long to, FigureLevel level) {
        if (from >= to) {
            return;
        }
        long first = Math.min(level.ceil(from), to);
        long last = Math.max(level.floor(to), first);
        if (first < last) {
            stretches.add(new Stretch(level, first, last));
        }
        if (level != FigureLevel.MINUTE) {
            FigureLevel next = level.shorter();
            add(stretches, from, first, next);
            add(stretches, last, to, next);
        }
    }
}
