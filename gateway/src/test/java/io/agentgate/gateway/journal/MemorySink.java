package io.agentgate.gateway.journal;

import io.agentgate.gateway.audit.AuditEvent;
import io.agentgate.gateway.audit.AuditSink;
import io.agentgate.gateway.audit.AuditSinkException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A store in memory that fails when it is told to. */
final class MemorySink implements AuditSink {
    /** Stored once each, however often they are delivered. */
    final Set<AuditEvent> events = new LinkedHashSet<>();

    final List<String> closedWriters = new ArrayList<>();
    int deliveries;
    int failAtDelivery = Integer.MAX_VALUE;
    boolean failAtEnd;
    int closed;

    @Override
    public synchronized void deliver(List<AuditEvent> delivered) throws AuditSinkException {
        deliveries++;
        if (deliveries >= failAtDelivery) {
            throw new AuditSinkException("the store is away", new IllegalStateException());
        }
        events.addAll(delivered);
    }

    @Override
    public synchronized void closeOpenCalls(String writer) throws AuditSinkException {
        if (failAtEnd) {
            throw new AuditSinkException("the store is away", new IllegalStateException());
        }
        closedWriters.add(writer);
    }

    synchronized void recover() {
        failAtDelivery = Integer.MAX_VALUE;
    }

    synchronized int stored() {
        return events.size();
    }

    @Override
    public synchronized void close() {
        closed++;
    }
}
