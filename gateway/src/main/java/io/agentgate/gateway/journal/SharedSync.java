package io.agentgate.gateway.journal;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One sync to come, and the threads that wait for it: they all get the same answer. */
final class SharedSync {
    private final CompletableFuture<@Nullable IOException> done = new CompletableFuture<>();

    /** Ends the wait: with the failure, or with null if all is on the disk. */
    void complete(@Nullable IOException failure) {
        done.complete(failure);
    }

    /** Waits, and stays when interrupted: whether the event is recorded must be known. */
    void await() throws JournalException {
        IOException failure = done.join();
        if (failure != null) {
            throw new JournalException("the journal cannot be synced to the disk", failure);
        }
    }
}
