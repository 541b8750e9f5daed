package io.agentgate.gateway.statistics;

import io.agentgate.gateway.audit.AuditLogException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Port: figures over the stored calls. Thread safe; every method reads sums that are kept beside
 * the calls, and not the calls themselves.
 *
 * <p>Of one minute, hour and day only so many tools, agents and rules are counted apart, the first
 * that come; of the others the agent, or agent and tool, are not known. Figures go with the calls
 * they are of, to the minute or hour. A period is taken to the minute as long as minutes are kept,
 * and to the hour before.
 */
public interface CallStatistics extends AutoCloseable {
    /** Most names that figures are given for; the rest are those with the fewest calls. */
    int MAX_NAMES = 1_000;

    /** How many ids of calls a rule's figures have at most. */
    int MAX_EXAMPLES = 3;

    /** How long minutes are told apart. */
    Duration MINUTES_KEPT = Duration.ofDays(2);

    /**
     * All calls together.
     *
     * @param now the end of the last hour
     * @throws AuditLogException if the store cannot be read
     */
    Overview overview(Instant now) throws AuditLogException;

    /** The calls of each tool, most called first. */
    List<Figures> tools() throws AuditLogException;

    /** The calls of each agent, the busiest first. */
    List<Figures> agents() throws AuditLogException;

    /** What refused calls, most often first. */
    List<Refusals> refusals() throws AuditLogException;

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

    @Override
    void close();
}
