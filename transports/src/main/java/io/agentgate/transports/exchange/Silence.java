package io.agentgate.transports.exchange;

import io.vertx.core.Context;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * What is done about requests that are not answered for a moment. One timer serves all of a loop,
 * since most are answered sooner. Used on that loop.
 */
final class Silence {
    /** How long a client may wait for a first sign, in milliseconds. */
    private static final long MOMENT_MILLIS = 50;

    private static final long MOMENT_NANOS = MOMENT_MILLIS * 1_000_000;

    private final Context context;
    private final Consumer<RuntimeException> faults;
    private final Queue<Silent> waiting = new ArrayDeque<>();

    private record Silent(long since, Runnable then) {}

    /**
     * @param faults hears of what fails; the rest is done all the same
     */
    Silence(Context context, Consumer<RuntimeException> faults) {
        this.context = context;
        this.faults = faults;
    }

    /** Does something in a moment. */
    void after(Runnable then) {
        waiting.add(new Silent(System.nanoTime(), then));
        if (waiting.size() == 1) {
            look();
        }
    }

    private void look() {
        // A timer rings on the loop of the context it is set in.
        context.runOnContext(
                here -> context.owner().setTimer(MOMENT_MILLIS, moment -> lookThrough()));
    }

    private void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException unexpected) {
            faults.accept(unexpected);
        }
    }

    private void lookThrough() {
        long now = System.nanoTime();
        Silent next = waiting.peek();
        while (next != null && now - next.since() >= MOMENT_NANOS) {
            waiting.remove();
            run(next.then());
            next = waiting.peek();
        }
        if (next != null) {
            look();
        }
    }
}
