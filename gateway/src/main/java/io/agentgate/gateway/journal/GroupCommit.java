package io.agentgate.gateway.journal;

import io.agentgate.gateway.audit.AuditEvent;

/**
 * The mode {@code blocking-strict}: written by the appending thread, which then waits for a sync.
 * Whoever writes while one sync runs shares the next.
 */
record GroupCommit(SegmentWriter segments) implements Durability {
    @Override
    public void append(AuditEvent event) throws JournalException {
        segments.write(event);
        segments.nextSync().await();
    }

    @Override
    public void seal() {
        segments.seal();
    }
}
