package io.agentgate.gateway.caller;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The failed logins of each address: who fails too often is blocked until the window that began
 * with the first failure is over. Thread safe.
 *
 * <p>Memory is bounded: beyond {@code maxAddresses}, the address whose window began first is
 * forgotten. One who has many addresses can make it forget; that gains nothing against secrets of
 * 256 bits. For the same reason, give the network of an IPv6 address (its first 64 bits) rather
 * than the address: its owner has all of them.
 */
public final class LoginLimiter {
    private final int maxFailures;
    private final long windowNanos;
    private final int maxAddresses;

    /** In the order in which their windows began. */
    private final Map<String, Failures> byAddress = new LinkedHashMap<>();

    /** Lets those pass without the lock who come while nobody fails; almost always. */
    private volatile boolean anyFailed;

    private record Failures(long sinceNanos, int count) {}

    /**
     * @param maxFailures as many failures within the window block an address
     */
    public LoginLimiter(int maxFailures, Duration window, int maxAddresses) {
        if (maxFailures < 1 || maxAddresses < 1 || !window.isPositive()) {
            throw new IllegalArgumentException("a limit must be positive");
        }
        this.maxFailures = maxFailures;
        this.windowNanos = window.toNanos();
        this.maxAddresses = maxAddresses;
    }

    /**
     * Asks whether an address is blocked.
     *
     * @param nanoTime monotonic time, as of {@code System.nanoTime()}
     * @return null if it is not, or how long it still is
     */
    public @Nullable Duration blockedFor(String address, long nanoTime) {
        return anyFailed ? remaining(address, nanoTime) : null;
    }

    private synchronized @Nullable Duration remaining(String address, long nanoTime) {
        forgetOver(nanoTime);
        anyFailed = !byAddress.isEmpty();
        Failures failures = byAddress.get(address);
        if (failures == null || failures.count() < maxFailures) {
            return null;
        }
        long left = windowNanos - (nanoTime - failures.sinceNanos());
        return left > 0 ? Duration.ofNanos(left) : null;
    }

    /** Counts a login that failed. */
    public synchronized void failed(String address, long nanoTime) {
        forgetOver(nanoTime);
        Failures before = byAddress.get(address);
        if (before == null) {
            makeRoom();
            byAddress.put(address, new Failures(nanoTime, 1));
        } else if (before.count() < maxFailures) {
            byAddress.put(address, new Failures(before.sinceNanos(), before.count() + 1));
        }
        anyFailed = true;
    }

    private void forgetOver(long nanoTime) {
        Iterator<Failures> oldestFirst = byAddress.values().iterator();
        while (oldestFirst.hasNext() && nanoTime - oldestFirst.next().sinceNanos() >= windowNanos) {
            oldestFirst.remove();
        }
    }

    private void makeRoom() {
        if (byAddress.size() >= maxAddresses) {
            Iterator<Failures> oldestFirst = byAddress.values().iterator();
            oldestFirst.next();
            oldestFirst.remove();
        }
    }
}
