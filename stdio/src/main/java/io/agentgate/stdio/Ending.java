package io.agentgate.stdio;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The wish of whoever runs this process that it ends: its first signal. */
public final class Ending {
    private static final int SIGNALLED = 128;

    private final CompletableFuture<String> wish = new CompletableFuture<>();

    private Ending() {}

    /** Takes the signals over; from now on the first is a wish, and the second ends at once. */
    public static Ending bySignal() {
        Ending ending = new Ending();
        Signals.onEach(
                signal -> {
                    if (!ending.wish.complete(signal.name())) {
                        // What is left stays in the journal, for the next process to deliver.
                        Runtime.getRuntime().halt(SIGNALLED + signal.number());
                    }
                });
        return ending;
    }

    /** Waits for the wish; gives the name of its signal. */
    public String await() {
        return wish.join();
    }

    /** Waits for the wish no longer than asked; says whether it was made. */
    public boolean await(Duration patience) {
        try {
            wish.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException notYet) {
            return false;
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
            return true;
        } catch (ExecutionException impossible) {
            // It is only ever completed with a name.
            throw new IllegalStateException(impossible);
        }
    }
}
