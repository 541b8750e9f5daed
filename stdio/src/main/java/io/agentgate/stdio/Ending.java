package io.agentgate.stdio;

import java.util.concurrent.CompletableFuture;

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
}
