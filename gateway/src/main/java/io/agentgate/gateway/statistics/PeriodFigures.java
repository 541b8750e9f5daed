package io.agentgate.gateway.statistics;

import io.agentgate.gateway.audit.AuditLogException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Port: figures of the calls of a period. Thread safe; every method but {@link #limits} reads sums
 * that are kept beside the calls, and not the calls themselves.
 *
 * <p>Of one minute, hour and day only so many tools and agents are counted apart, the first that
 * come; of the others the agent, or agent and tool, are not known. A period is taken to the minute
 * as long as minutes are kept, and to the hour before.
 */
public interface PeriodFigures {
    /** Most names that figures are given for; the rest are those with the fewest calls. */
    int MAX_NAMES = 1_000;

    /** How many ids of calls a rule's figures have at most. */
    int MAX_EXAMPLES = 3;

    /** How long minutes are told apart. */
    Duration MINUTES_KEPT = Duration.ofDays(2);

    /** The first minute that is told apart at a time; the hour it begins is whole. */
    static Instant firstMinute(Instant now) {
        return now.truncatedTo(ChronoUnit.HOURS).minus(MINUTES_KEPT);
    }

    /**
     * The calls of a period step by step, oldest first, steps without calls included; the first and
     * the last one as a whole. What is older than {@link #MINUTES_KEPT} has none in steps that are
     * {@linkplain Step#isFine fine}.
     */
    List<Point> series(Period period, Step step, Named named) throws AuditLogException;

    /** The calls of a period by what they have in common, most calls first. */
    List<Group> by(Grouping grouping, Period period) throws AuditLogException;

    /** The calls of a period together. */
    Tally total(Period period) throws AuditLogException;

    /**
     * What the records of a period say of limits and budgets, from the newest backwards, as far as
     * that goes in a time.
     *
     * @param budget how long to look; one step more may be taken
     */
    Limits limits(Period period, Duration budget) throws AuditLogException;
}
