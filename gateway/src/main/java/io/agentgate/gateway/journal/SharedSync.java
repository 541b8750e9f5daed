package io.agentgate.gateway.journal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One sync to come, for all whose events it covers: they all get the same answer, in the order in
 * which they asked. Joined under the keeper's lock, completed by one thread afterwards.
 */
final class SharedSync {
    private final List<CompletableFuture<Void>> waiting = new ArrayList<>();

    /** Waits for it: each on a stage of its own, as one stage would turn their order round. */
    Commit join() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        waiting.add(done);
        return new Commit.Later(done);
    }

    /** How many wait for it. */
    int size() {
        return waiting.size();
    }

    /** Ends the wait: with the failure, or with null if all is on the disk. */
    void complete(@Nullable IOException failure) {
        for (CompletableFuture<Void> done : waiting) {
            if (failure == null) {
                done.complete(null);
            } else {
                done.completeExceptionally(failure);
            }
        }
    }
}
