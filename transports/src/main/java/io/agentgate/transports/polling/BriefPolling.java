package io.agentgate.transports.polling;

import io.netty.channel.SelectStrategy;
import io.netty.util.IntSupplier;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The waiting of one event loop, which looks for events for a moment before it sleeps, if that was
 * worth it lately.
 *
 * <pre>
 *             found                        in vain, {@value #PATIENCE} times in a row
 *   ┌──▶ looks at every wait ──────────────────────────▶ looks at every {@value #SELDOM}th wait
 *   └─────────┘   ▲                                              │
 *                 └──────────────────── found ───────────────────┘
 * </pre>
 */
public final class BriefPolling implements SelectStrategy {
    /** Longest look, in nanoseconds. */
    static final long LONGEST_NANOS = 30_000;

    /** So many looks in vain are borne before they are given up. */
    static final int PATIENCE = 16;

    /** After that, one wait in so many still looks. */
    static final int SELDOM = 64;

    private static final ThreadLocal<BriefPolling> OF_THIS_LOOP = new ThreadLocal<>();

    private final LongSupplier nanoTime;
    private @Nullable BooleanSupplier quiet;
    private boolean known;
    private int inVain;
    private int waits;

    BriefPolling(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * Lets the event loop of this thread look before it sleeps; without effect on loops of another
     * transport.
     *
     * @param quiet whether so little is in progress that the loop may; asked on the loop
     */
    public static void allow(BooleanSupplier quiet) {
        BriefPolling here = OF_THIS_LOOP.get();
        if (here != null) {
            here.quiet = quiet;
        }
    }

    @Override
    public int calculateStrategy(IntSupplier ready, boolean hasTasks) throws Exception {
        if (!known) {
            // The first time that its own thread comes by.
            known = true;
            OF_THIS_LOOP.set(this);
        }
        if (hasTasks) {
            return ready.get();
        }
        return looks() ? look(ready) : SelectStrategy.SELECT;
    }

    private boolean looks() {
        if (quiet == null || !quiet.getAsBoolean()) {
            return false;
        }
        return inVain < PATIENCE || ++waits % SELDOM == 0;
    }

    private int look(IntSupplier ready) throws Exception {
        long begin = nanoTime.getAsLong();
        do {
            int found = ready.get();
            if (found > 0) {
                inVain = 0;
                return found;
            }
            Thread.onSpinWait();
        } while (nanoTime.getAsLong() - begin < LONGEST_NANOS);
        inVain = Math.min(inVain + 1, PATIENCE);
        return SelectStrategy.SELECT;
    }
}
