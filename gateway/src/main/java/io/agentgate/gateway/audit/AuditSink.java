package io.agentgate.gateway.audit;

import java.util.List;

/**
 * Port: where drained events go. Delivery is at least once, so a sink must take an event it already
 * has without effect. Called from one draining thread at a time, never from a transport.
 */
public interface AuditSink extends AutoCloseable {

    /**
     * Stores all events or none of them.
     *
     * @throws AuditSinkException if they could not be stored; the same events come again later
     */
    void deliver(List<AuditEvent> events) throws AuditSinkException;

    /**
     * Ends every call of this writer that has no outcome as {@link CallStatus#UNKNOWN}; called once
     * all events of a writer that will never write again have been delivered.
     *
     * @param writer the part of a decision id before its last dash
     */
    void closeOpenCalls(String writer) throws AuditSinkException;

    @Override
    void close();
}
