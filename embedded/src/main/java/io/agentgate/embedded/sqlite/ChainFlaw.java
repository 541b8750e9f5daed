package io.agentgate.embedded.sqlite;

import org.jspecify.annotations.Nullable;

/**
 * The first place of a writer's chain where the store is not what was recorded.
 *
 * @param seq the event's number in the chain; 0 where it has none, or no single one is meant
 * @param id of the decision or note; null where the record is not there
 * @param time of the record as it stands there; null without one
 * @param detail what is wrong, in words for people
 */
public record ChainFlaw(
        Kind kind,
        String writer,
        long seq,
        @Nullable String id,
        @Nullable String time,
        String detail) {

    /** What happened. */
    public enum Kind {
        /** It is not what was recorded. */
        CHANGED("changed"),
        /** It is not there, and was not pruned. */
        MISSING("missing"),
        /** It stands in another's place. */
        SWAPPED("swapped"),
        /** It was never recorded there. */
        ADDED("added"),
        /** What seals a chain, or what was pruned of it, was not written by the gateway. */
        SEAL("seal"),
        /** It may be whole, but not by the key at hand. */
        OTHER_KEY("other_key");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** The word for scripts. */
        public String word() {
            return word;
        }
    }
}
