package io.agentgate.gateway.journal;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What it means that an append has returned: the guarantee a journal is opened with. */
public enum JournalMode {
    /**
     * The event has been handed to the operating system. It survives a killed process at once, and
     * a power cut after at most one sync interval. What cannot be recorded is refused.
     */
    BLOCKING,
    /**
     * The event has been forced to the disk, by a sync that all threads that wait share. It
     * survives a power cut. What cannot be recorded is refused; an event whose sync failed is
     * refused although it may be found in the journal.
     */
    BLOCKING_STRICT,
    /**
     * The event is in a bounded buffer of this process, and is written in the background. A killed
     * process loses what is in the buffer. Nothing waits and nothing is refused: what finds no room
     * is dropped, counted, and reported by a {@code journal_overflow} event.
     */
    BATCH;

    /** Whether syncs are what calls wait for, so that they have to be short. */
    boolean syncsOften() {
        return this == BLOCKING_STRICT;
    }

    /** The word users type: {@code blocking-strict}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The mode behind a word, if there is one. */
    public static Optional<JournalMode> ofWord(String word) {
        return Stream.of(values()).filter(mode -> mode.word().equals(word)).findFirst();
    }

    /** The words of all modes. */
    public static List<String> words() {
        return Stream.of(values()).map(JournalMode::word).toList();
    }
}
