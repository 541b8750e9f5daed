package io.agentgate.gateway.statistics;

import io.agentgate.gateway.audit.AuditLogException;
import java.time.Instant;
import java.util.List;

/**
 * Port: figures over the stored calls, of a period and of all there are. Figures go with the calls
 * they are of, to the minute, hour or day.
 */
public interface CallStatistics extends PeriodFigures, AutoCloseable {
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

    @Override
    void close();
}
