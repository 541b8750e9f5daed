package io.agentgate.dashboard;

import io.agentgate.gateway.audit.AuditLogException;
import io.agentgate.gateway.audit.CallQuery;
import io.agentgate.gateway.audit.CallRecord;
import java.util.List;

/** Port: the newest calls, and what became of them since. May block. */
@FunctionalInterface
public interface CallFeed {
    /**
     * The matching calls, newest first, or by their change, oldest first, when {@link
     * CallQuery#after} is set.
     *
     * @throws AuditLogException if it cannot be told
     */
    List<CallRecord> calls(CallQuery query) throws AuditLogException;
}
