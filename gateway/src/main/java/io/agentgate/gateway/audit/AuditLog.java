package io.agentgate.gateway.audit;

import java.time.Instant;

/** Port: the stored calls, and the end of those that are kept no longer. */
public interface AuditLog extends RecordedCalls, AutoCloseable {

    /**
     * Removes the oldest calls and notes that are older than an instant, or more than so many. A
     * call that is still open stays, so that its outcome finds it.
     *
     * @param most most calls, and most notes, to remove at once
     * @return how many were removed; 0 once there is nothing left to remove
     * @throws AuditLogException if the store cannot be changed
     */
    int prune(Instant before, long maxRows, int most) throws AuditLogException;

    @Override
    void close();
}
