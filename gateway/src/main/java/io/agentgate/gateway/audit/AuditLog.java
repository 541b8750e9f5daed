package io.agentgate.gateway.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Port: questions to the stored calls, and the end of those that are kept no longer. */
public interface AuditLog extends AutoCloseable {

    /**
     * The matching calls, newest first, or oldest first when {@link CallQuery#after} is set.
     *
     * @throws AuditLogException if the store cannot be read
     */
    List<CallRecord> calls(CallQuery query) throws AuditLogException;

    /**
     * The matching calls from the newest backwards, as far as that goes in a time: a search that no
     * index serves ends with what it found, and says where to go on.
     *
     * @param budget how long to look; one step more may be taken
     * @throws AuditLogException if the store cannot be read
     */
    CallPage search(CallSearch search, Duration budget) throws AuditLogException;

    /**
     * The call of this decision; empty if there is none, or no more.
     *
     * @throws AuditLogException if the store cannot be read
     */
    Optional<CallRecord> call(String decisionId) throws AuditLogException;

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
