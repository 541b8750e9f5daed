package io.agentgate.gateway.journal;

import io.agentgate.gateway.audit.AuditEvent;

/** The mode {@code blocking}: written by the appending thread, synced in the background. */
record WriteThrough(SegmentWriter segments) implements WrittenAtOnce {
    @Override
    public Commit append(AuditEvent event) throws JournalException {
        segments.write(event);
        segments.syncSoon();
        return Commit.DONE;
    }

    @Override
    public Commit append(Records records) throws JournalException {
        segments.write(records);
        segments.syncSoon();
        return Commit.DONE;
    }

    @Override
    public void seal() {
        segments.seal();
    }
}
