package io.agentgate.transports.entrance;

import io.agentgate.gateway.caller.LoginLimiter;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Who failed to prove who they are, by network, whatever they showed: too many failures and the
 * network has to wait. Thread safe.
 */
public final class FailedLogins {
    private static final int MAX_FAILURES = 10;
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int MAX_ADDRESSES = 10_000;
    private static final int NETWORK_BYTES = 8;

    private final Consumer<String> failures;
    private final LongSupplier ticker;
    private final LoginLimiter limiter = new LoginLimiter(MAX_FAILURES, WINDOW, MAX_ADDRESSES);

    /**
     * @param failures hears the network of whoever failed
     * @param ticker monotonic time in nanoseconds
     */
    public FailedLogins(Consumer<String> failures, LongSupplier ticker) {
        this.failures = failures;
        this.ticker = ticker;
    }

    /** Why nobody at this address can log in now, or null. */
    public @Nullable Rejection blocked(String address) {
        Duration blocked = limiter.blockedFor(network(address), ticker.getAsLong());
        if (blocked == null) {
            return null;
        }
        String seconds = Long.toString(blocked.plusNanos(999_999_999).toSeconds());
        return new Rejection(429, "too many failed logins", "Retry-After", seconds);
    }

    /** Takes note that someone at this address showed what proves nothing. */
    public void failed(String address) {
        String network = network(address);
        limiter.failed(network, ticker.getAsLong());
        failures.accept(network);
    }

    /** The owner of one IPv6 address has all of its network. */
    private static String network(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        try {
            InetAddress literal = InetAddress.ofLiteral(address);
            return literal instanceof Inet6Address
                    ? HexFormat.of().formatHex(Arrays.copyOf(literal.getAddress(), NETWORK_BYTES))
                    : literal.getHostAddress();
        } catch (IllegalArgumentException unknown) {
            return address;
        }
    }
}
