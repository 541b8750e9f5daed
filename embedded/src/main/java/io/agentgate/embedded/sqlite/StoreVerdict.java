package io.agentgate.embedded.sqlite;

import java.util.List;

/**
 * What the verification of a store found.
 *
 * @param events how many events of the chains are what was recorded
 * @param writers how many chains are whole
 * @param pruned how many events of chains retention removed
 * @param before how many calls and notes are from before the chain
 * @param broken how many flaws there are
 * @param flaws the first of them, one of a writer
 */
public record StoreVerdict(
        long events, long writers, long pruned, long before, long broken, List<ChainFlaw> flaws) {
    public StoreVerdict {
        flaws = List.copyOf(flaws);
    }

    /** Whether there is nothing that could be wrong. */
    public boolean isEmpty() {
        return events == 0 && pruned == 0 && before == 0 && broken == 0;
    }

    /** Whether nothing is wrong. */
    public boolean isWhole() {
        return broken == 0;
    }
}
