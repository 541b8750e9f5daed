package io.agentgate.gateway.journal;

/** The modes in which an append has written to a segment when it returns. */
sealed interface WrittenAtOnce extends Durability permits WriteThrough, GroupCommit {
    /** Records events that come together with one write: all of them, or none. */
    Commit append(Records records) throws JournalException;
}
