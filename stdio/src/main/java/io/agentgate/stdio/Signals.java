package io.agentgate.stdio;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** The signals that ask us to end, taken over from the JVM. */
public final class Signals {
    private static final List<String> ENDING = List.of("INT", "TERM", "HUP");

    private Signals() {}

    /** A signal that came. */
    public record Received(String name, int number) {}

    /** Gives the first ending signal to {@code action}; later ones have no effect. */
    static void onFirst(Consumer<Received> action) {
        AtomicBoolean seen = new AtomicBoolean();
        onEach(
                signal -> {
                    if (seen.compareAndSet(false, true)) {
                        action.accept(signal);
                    }
                });
    }

    /** Gives every ending signal to {@code action}, on a thread of its own. */
    public static void onEach(Consumer<Received> action) {
        for (String name : ENDING) {
            try {
                sun.misc.Signal.handle(
                        new sun.misc.Signal(name),
                        signal ->
                                action.accept(new Received(signal.getName(), signal.getNumber())));
            } catch (IllegalArgumentException reservedByTheJvm) {
                // With -Xrs the JVM leaves signals to the system, which ends us and, by the
                // parent-death signal, a server of ours.
                assert name != null;
            }
        }
    }
}
