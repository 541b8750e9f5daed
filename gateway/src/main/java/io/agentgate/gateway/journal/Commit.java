package io.agentgate.gateway.journal;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Whether an appended event is already as safe as the journal's mode promises, or will be. */
public sealed interface Commit {
    Commit DONE = new Done();

    /** It is. */
    record Done() implements Commit {}

    /**
     * It is once this completes: on the loop whose turn it was recorded in, or else on a thread of
     * the journal's that must not be kept.
     *
     * @param sync completes exceptionally with a {@link JournalException} if the event is lost
     */
    record Later(CompletionStage<Void> sync) implements Commit {}

    /** Waits, and stays when interrupted: whether the event is recorded must be known. */
    static void await(Commit commit) throws JournalException {
        switch (commit) {
            case Done() -> {}
            case Later(CompletionStage<Void> sync) -> {
                try {
                    sync.toCompletableFuture().join();
                } catch (CompletionException failed) {
                    throw new JournalException("the journal cannot be synced to the disk", failed);
                }
            }
        }
    }
}
