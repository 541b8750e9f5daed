package io.agentgate.gateway.audit;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Port: questions to the recorded calls. Thread safe; may block. */
public interface RecordedCalls {

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
}
