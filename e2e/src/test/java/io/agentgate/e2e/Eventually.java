package io.agentgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Eventually is how tests look at what other processes do: again and again until a deadline. */
public final class Eventually {
    public static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long LOOK_AGAIN_NANOS = 10_000_000L;

    private Eventually() {}

    /** Fails unless the condition holds at some moment before the deadline. */
    public static void holds(String what, BooleanSupplier condition) {
        holds(what, PATIENCE, condition);
    }

    public static void holds(String what, Duration patience, BooleanSupplier condition) {
        var deadline = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadline).as(what).isNegative();
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
    }

    /** Fails unless both are equal at some moment before the deadline, and then shows them. */
    public static <T> void equal(T expected, Supplier<T> actual) {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        var found = actual.get();
        while (!found.equals(expected) && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
            found = actual.get();
        }
        assertThat(found).isEqualTo(expected);
    }
}
