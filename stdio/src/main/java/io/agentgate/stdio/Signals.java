package io.agentgate.stdio;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** The signals that ask us to end, taken over from the JVM so that the server gets them too. */
final class Signals {
    private static final List<String> ENDING = List.of("INT", "TERM", "HUP");

    private Signals() {}

    /** A signal that came. */
    record Received(String name, int number) {}

    /** Gives the first ending signal to {@code action}; later ones have no effect. */
    static void onFirst(Consumer<Received> action) {
        AtomicBoolean seen = new AtomicBoolean();
        for (String name : ENDING) {
            try {
                sun.misc.Signal.handle(
                        new sun.misc.Signal(name),
                        signal -> {
                            if (seen.compareAndSet(false, true)) {
                                action.accept(new Received(signal.getName(), signal.getNumber()));
                            }
                        });
            } catch (IllegalArgumentException reservedByTheJvm) {
                // With -Xrs the JVM leaves signals to the system, which ends us and, by the
                // parent-death signal, the server.
                assert name != null;
            }
        }
    }
}
