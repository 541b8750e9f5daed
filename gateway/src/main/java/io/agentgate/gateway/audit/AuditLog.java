package io.agentgate.gateway.audit;

import java.util.List;

/** Port: questions to the stored calls. */
public interface AuditLog extends AutoCloseable {

    /**
     * The matching calls, newest first, or oldest first when {@link CallQuery#after} is set.
     *
     * @throws AuditLogException if the store cannot be read
     */
    List<CallRecord> calls(CallQuery query) throws AuditLogException;

    @Override
    void close();
}
