package io.agentgate.auditstore.store;

import io.agentgate.gateway.statistics.FigureLevel;
import io.agentgate.gateway.statistics.Grouping;
import java.time.Instant;

/**
 * The key of a row of figures.
 *
 * @param start when its span begins
 * @param server empty but for servers and tools
 * @param name of the tool, agent or rule; empty for servers, the default and what is folded
 * @param folded whether it is of names that are not told apart
 */
record FigureRow(
        FigureLevel level,
        Grouping kind,
        Instant start,
        String server,
        String name,
        String status,
        boolean folded) {

    /** Where a call counts. */
    static FigureRow of(FigureLevel level, Grouping kind, CountedCall call) {
        Instant start = Instant.ofEpochSecond(level.start(call.time()));
        String status = call.status();
        return switch (kind) {
            case SERVER -> new FigureRow(level, kind, start, call.server(), "", status, false);
            case TOOL ->
                    new FigureRow(level, kind, start, call.server(), call.tool(), status, false);
            case AGENT -> new FigureRow(level, kind, start, "", call.agent(), status, false);
            case RULE -> new FigureRow(level, kind, start, "", call.rule(), status, false);
        };
    }

    /** The same of those that are not told apart. */
    FigureRow fold() {
        return new FigureRow(level, kind, start, server, "", status, true);
    }

    /** Servers and rules are those of files, and are all told apart. */
    boolean mayBeFolded() {
        return kind == Grouping.TOOL || kind == Grouping.AGENT;
    }

    /** All names of one kind in one time. */
    record Span(FigureLevel level, Grouping kind, Instant start) {}

    Span span() {
        return new Span(level, kind, start);
    }

    /** A name as it is told apart from others. */
    record Name(String server, String name) {}

    Name named() {
        return new Name(server, name);
    }
}
