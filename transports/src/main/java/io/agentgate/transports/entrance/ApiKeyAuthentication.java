package io.agentgate.transports.entrance;

import io.agentgate.gateway.caller.Caller;
import io.agentgate.gateway.caller.CallerKeys;
import io.agentgate.gateway.caller.LoginLimiter;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Authentication by static API keys: as bearer tokens (RFC 6750, section 2.1), or bare in a header
 * of the operator's choice. While no key was ever made, nobody is asked.
 */
public final class ApiKeyAuthentication implements Authentication {
    private static final String AUTHORIZATION = "Authorization";
    private static final String SCHEME = "Bearer ";
    private static final int MAX_FAILURES = 10;
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int MAX_ADDRESSES = 10_000;
    private static final int NETWORK_BYTES = 8;

    private final CallerKeys keys;
    private final String header;
    private final Consumer<String> failures;
    private final InstantSource clock;
    private final LongSupplier ticker;
    private final LoginLimiter limiter = new LoginLimiter(MAX_FAILURES, WINDOW, MAX_ADDRESSES);

    /**
     * @param header the header that carries keys
     * @param failures hears the network of whoever failed to prove who they are
     * @param ticker monotonic time in nanoseconds
     */
    public ApiKeyAuthentication(
            CallerKeys keys,
            String header,
            Consumer<String> failures,
            InstantSource clock,
            LongSupplier ticker) {
        this.keys = keys;
        this.header = header;
        this.failures = failures;
        this.clock = clock;
        this.ticker = ticker;
    }

    @Override
    public String header() {
        return header;
    }

    @Override
    public boolean isRequired() {
        return !keys.isEmpty();
    }

    @Override
    public Login login(@Nullable String credential, String address) {
        if (keys.isEmpty()) {
            return Login.ANONYMOUS;
        }
        String network = network(address);
        Duration blocked = limiter.blockedFor(network, ticker.getAsLong());
        if (blocked != null) {
            String seconds = Long.toString(blocked.plusNanos(999_999_999).toSeconds());
            return new Login.Denied(
                    new Rejection(429, "too many failed logins", "Retry-After", seconds));
        }
        String presented = credential == null ? null : key(credential);
        if (presented == null) {
            return denied("an API key is needed");
        }
        Caller caller = keys.verify(presented, clock.instant());
        if (caller == null) {
            limiter.failed(network, ticker.getAsLong());
            failures.accept(network);
            return denied("this API key is not valid");
        }
        return new Login.Accepted(caller.name(), true);
    }

    private @Nullable String key(String credential) {
        if (!header.equalsIgnoreCase(AUTHORIZATION)) {
            return credential;
        }
        // RFC 9110, section 11.1: the scheme's name is case-insensitive.
        return credential.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? credential.substring(SCHEME.length()).strip()
                : null;
    }

    private static Login denied(String reason) {
        return new Login.Denied(new Rejection(401, reason, "WWW-Authenticate", "Bearer"));
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
