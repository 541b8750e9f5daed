package io.agentgate.embedded.sqlite;

import io.agentgate.gateway.statistics.FigureLevel;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The series of one kind that are there of one minute, hour or day, and whether there is room. */
final class FigureSpan {
    private final int most;
    private final Set<FigureSeries> known = new HashSet<>();
    private final Set<String> names = new HashSet<>();

    /**
     * @param kind servers and rules are those of files, and are all told apart
     */
    FigureSpan(FigureKind kind, FigureLevel level) {
        this.most =
                switch (kind) {
                    case SERVER, RULE -> Integer.MAX_VALUE;
                    case TOOL, AGENT -> level.most();
                };
    }

    void add(FigureSeries series) {
        known.add(series);
        if (!series.folded()) {
            names.add(named(series));
        }
    }

    /** Names of tools hold no line ends, nor do those of servers. */
    private static String named(FigureSeries series) {
        return series.server() + '\n' + series.name();
    }

    /** The series in which calls are counted: their own, as long as there are not too many. */
    FigureSeries toCount(FigureSeries series) {
        if (known.contains(series)) {
            return series;
        }
        boolean room = names.size() < most || names.contains(named(series));
        FigureSeries target = room ? series : series.fold();
        add(target);
        return target;
    }

    /**
     * The series in which calls were counted; null if that is gone. A span that is full once stays
     * full, so that a series is always found where it was.
     */
    @Nullable FigureSeries counted(FigureSeries series) {
        if (known.contains(series)) {
            return series;
        }
        FigureSeries folded = series.fold();
        return known.contains(folded) ? folded : null;
    }
}
