package io.agentgate.cli.audit;

import io.agentgate.embedded.sqlite.StoreVerification;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** One line on a terminal that says how far long work is, and is gone behind it. */
final class ProgressLine implements StoreVerification.Progress, AutoCloseable {
    private static final long EVERY_NANOS = Duration.ofMillis(500).toNanos();
    private static final String ERASE = "\r\033[K";

    private final PrintWriter terminal;
    private final boolean shown;
    private long last = System.nanoTime();
    private boolean dirty;

    /**
     * @param shown whether somebody is there to see it
     */
    ProgressLine(PrintWriter terminal, boolean shown) {
        this.terminal = terminal;
        this.shown = shown;
    }

    @Override
    public void at(long events, long ofEvents) {
        long now = System.nanoTime();
        if (shown && now - last >= EVERY_NANOS) {
            last = now;
            dirty = true;
            terminal.printf(
                    Locale.ROOT, "%s%d of %d events", ERASE, Math.min(events, ofEvents), ofEvents);
            terminal.flush();
        }
    }

    @Override
    public void close() {
        if (dirty) {
            terminal.print(ERASE);
            terminal.flush();
        }
    }
}
