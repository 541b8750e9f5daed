package io.agentgate.gateway.journal;

import io.agentgate.gateway.audit.AuditEvent;

/**
 * The mode {@code blocking-strict}: written by the appending thread, and safe with the next sync.
 * Whoever writes while one sync runs shares the next.
 */
record GroupCommit(SegmentWriter segments) implements WrittenAtOnce {
    @Override
    public Commit append(AuditEvent event) throws JournalException {
        segments.write(event);
        return segments.nextSync();
    }

    @Override
    public Commit append(Records records) throws JournalException {
        segments.write(records);
        return segments.nextSync();
    }

    @Override
    public void seal() {
        segments.seal();
    }
}
