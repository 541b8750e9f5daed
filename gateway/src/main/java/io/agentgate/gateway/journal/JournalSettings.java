package io.agentgate.gateway.journal;

import java.time.Duration;

/**
 * The promise and the bounds of a journal.
 *
 * @param mode what holds when an append has returned
 * @param segmentBytes size of one segment; holds at least a few events of the largest size
 * @param maxBytes most bytes kept for a sink that does not take them; then nothing more is written
 * @param syncInterval longest time a written event stays only in the operating system's memory
 */
public record JournalSettings(
        JournalMode mode, int segmentBytes, long maxBytes, Duration syncInterval) {
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

    /** Bounds for the mode {@code blocking}. */
    public JournalSettings(int segmentBytes, long maxBytes, Duration syncInterval) {
        this(JournalMode.BLOCKING, segmentBytes, maxBytes, syncInterval);
    }

    /** What {@code wrap} uses: 1 MiB segments, 256 MiB in all, synced every 10 ms. */
    public static JournalSettings ofOneSession() {
        return new JournalSettings(1 << 20, 256L << 20, Duration.ofMillis(10));
    }

    /** What {@code serve} uses: 64 MiB segments, 4 GiB in all, synced every 10 ms. */
    public static JournalSettings ofServer() {
        return new JournalSettings(64 << 20, 4L << 30, Duration.ofMillis(10));
    }

    /** The same bounds for another mode. */
    public JournalSettings in(JournalMode other) {
        return new JournalSettings(other, segmentBytes, maxBytes, syncInterval);
    }
}
