package io.agentgate.gateway.journal;

import io.agentgate.gateway.audit.AuditEvent;

/** What an append brings about before it returns: all in which the modes of a journal differ. */
sealed interface Durability permits WrittenAtOnce, WriteBehind {
    /** Records an event as far as the mode promises; called by any number of threads. */
    Commit append(AuditEvent event) throws JournalException;

    /** Takes no more events; when this returns, all that were taken lie in the segments. */
    void seal();

    static Durability of(JournalMode mode, SegmentWriter segments) {
        return switch (mode) {
            case BLOCKING -> new WriteThrough(segments);
            case BLOCKING_STRICT -> new GroupCommit(segments);
            case BATCH -> new WriteBehind(segments, WriteBehind.BUFFER_BYTES);
        };
    }
}
