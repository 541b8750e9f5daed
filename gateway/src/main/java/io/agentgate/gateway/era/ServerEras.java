package io.agentgate.gateway.era;

import io.agentgate.protocol.Frame;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the eras in which one server speaks. A server may speak both, and may be
 * replaced by another while the gateway runs: what is known holds for a while only. Thread safe.
 */
public final class ServerEras {
    /** How long something is known before the server is asked again. */
    static final Duration HOLDS = Duration.ofMinutes(10);

    private final LongSupplier nanoTime;
    private @Nullable Known stateless;
    private @Nullable Known handshake;
    private @Nullable Frame discovered;

    private record Known(boolean yes, long since) {}

    /** An answer to the question whether a server speaks in an era. */
    public enum Speaks {
        YES,
        NO,
        UNKNOWN
    }

    /**
     * @param nanoTime a monotonic clock, in nanoseconds
     */
    public ServerEras(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    private Known known(boolean yes) {
        return new Known(yes, nanoTime.getAsLong());
    }

    private Speaks speaks(@Nullable Known known) {
        if (known == null || nanoTime.getAsLong() - known.since() >= HOLDS.toNanos()) {
            return Speaks.UNKNOWN;
        }
        return known.yes() ? Speaks.YES : Speaks.NO;
    }

    /** Whether the server answers requests of the stateless era. */
    public synchronized Speaks stateless() {
        return speaks(stateless);
    }

    /** Whether the server begins sessions. */
    public synchronized Speaks handshake() {
        return speaks(handshake);
    }

    /** What the server answered to {@code server/discover} last; null if it never did. */
    public synchronized @Nullable Frame discovered() {
        return discovered;
    }

    /**
     * The server was asked {@code server/discover}.
     *
     * @param answer its valid answer; null if it gave none
     */
    public synchronized void discovered(@Nullable Frame answer) {
        discovered = answer;
        stateless = known(answer != null);
    }

    /**
     * The server cannot be asked whether it answers requests of the stateless era; what it did say
     * holds on.
     *
     * @return false if it never was asked
     */
    public synchronized boolean holdOn() {
        if (stateless == null) {
            return false;
        }
        stateless = known(stateless.yes());
        return true;
    }

    /** The server was asked to begin a session, and did or said that it does not do so. */
    public synchronized void handshake(boolean begun) {
        handshake = known(begun);
    }

    /** The server said something that does not fit what is known. */
    public synchronized void forget() {
        stateless = null;
        handshake = null;
        discovered = null;
    }
}
