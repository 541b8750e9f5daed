package io.agentgate.embedded.sqlite;

import io.agentgate.embedded.sqlite.Sealer.Purpose;
import org.jspecify.annotations.Nullable;

/**
 * An event as it stands in the store, ready to be compared with its link.
 *
 * @param columns what the link covers
 * @param time when it happened, as stored
 * @param objection what is wrong with the rest of its row, which the link does not cover; null if
 *     nothing is
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record StoredEvent(
        Purpose purpose,
        @Nullable Object[] columns,
        @Nullable String time,
        @Nullable String objection) {
    String id() {
        return String.valueOf(columns[0]);
    }
}
