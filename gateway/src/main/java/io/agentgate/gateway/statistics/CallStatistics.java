package io.agentgate.gateway.statistics;

import io.agentgate.gateway.audit.AuditLogException;
import java.time.Instant;
import java.util.List;

/** Port: figures over the stored calls. Thread safe; every method may read for seconds. */
public interface CallStatistics extends AutoCloseable {
    /** Most names that figures are given for; the rest are those with the fewest calls. */
    int MAX_NAMES = 1_000;

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
