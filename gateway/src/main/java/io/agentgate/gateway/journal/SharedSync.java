package io.agentgate.gateway.journal;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One sync to come, for all whose events it covers: they all get the same answer. */
final class SharedSync {
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final Commit commit = new Commit.AfterSync(done);

    /** Ends the wait: with the failure, or with null if all is on the disk. */
    void complete(@Nullable IOException failure) {
        if (failure == null) {
            done.complete(null);
        } else {
            done.completeExceptionally(failure);
        }
    }

    Commit commit() {
        return commit;
    }
}
