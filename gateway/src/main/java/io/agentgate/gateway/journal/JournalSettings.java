package io.agentgate.gateway.journal;

import java.time.Duration;

/**
 * The bounds of a journal.
 *
 * @param segmentBytes size of one segment; holds at least a few events of the largest size
 * @param maxBytes most bytes kept for a sink that does not take them; then appends are refused
 * @param syncInterval longest time an event stays only in the operating system's memory
 */
public record JournalSettings(int segmentBytes, long maxBytes, Duration syncInterval) {
    public JournalSettings {
        if (segmentBytes < 2 * Segment.MAX_RECORD_BYTES) {
            throw new IllegalArgumentException(
                    "a segment needs at least " + 2 * Segment.MAX_RECORD_BYTES + " bytes");
        }
        if (maxBytes < 2L * segmentBytes) {
            throw new IllegalArgumentException("the journal needs room for two segments");
        }
        if (syncInterval.isNegative() || syncInterval.isZero()) {
            throw new IllegalArgumentException("the sync interval must be positive");
        }
    }

    /** What {@code wrap} uses: 1 MiB segments, 256 MiB in all, synced every 10 ms. */
    public static JournalSettings ofOneSession() {
        return new JournalSettings(1 << 20, 256L << 20, Duration.ofMillis(10));
    }
}
