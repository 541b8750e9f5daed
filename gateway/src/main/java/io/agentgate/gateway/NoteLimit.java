package io.agentgate.gateway;

import org.jspecify.annotations.Nullable;

/** How many notes are recorded in a minute: they are a courtesy. Thread safe. */
final class NoteLimit {
    private static final int MAX_NOTES_A_MINUTE = 60;
    private static final long MINUTE_NANOS = 60_000_000_000L;

    private long windowStart;
    private int inWindow;
    private long leftOut;

    NoteLimit(long now) {
        this.windowStart = now;
    }

    /** The text to record, which says how many were left out before it; null if it is one more. */
    synchronized @Nullable String admit(long now, String detail) {
        if (now - windowStart >= MINUTE_NANOS) {
            windowStart = now;
            inWindow = 0;
        }
        if (inWindow >= MAX_NOTES_A_MINUTE) {
            leftOut++;
            return null;
        }
        inWindow++;
        if (leftOut == 0) {
            return detail;
        }
        String text = detail + " (" + leftOut + " notes left out)";
        leftOut = 0;
        return text;
    }

    /** Counts one that was admitted and could not be recorded. */
    synchronized void notRecorded() {
        leftOut++;
    }
}
