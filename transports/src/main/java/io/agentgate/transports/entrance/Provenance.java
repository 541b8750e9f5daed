package io.agentgate.transports.entrance;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rule on where requests may come from: under which name we were addressed, and from which web
 * page. It is what stops a page in a user's browser from reaching a gateway on the user's machine
 * (MCP 2025-11-25, basic/transports, security warning).
 */
public final class Provenance {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final Set<String> hosts;
    private final Set<String> allowedOrigins;

    /** The last one let in: the next is nearly always the same. */
    private volatile String knownHost = "";

    /**
     * @param hosts names under which we answer, in lower case and without a port; empty for
     *     whatever name
     * @param allowedOrigins origins beside those of this machine, as browsers write them
     */
    public Provenance(Set<String> hosts, Set<String> allowedOrigins) {
        this.hosts = Set.copyOf(hosts);
        this.allowedOrigins = Set.copyOf(allowedOrigins);
    }

    /** Why a request under this name is turned away, or null. */
    @Nullable Rejection checkHost(RequestHead head) {
        String host = head.host();
        if (host == null || host.isBlank()) {
            // RFC 9112, section 3.2: a request without a Host has to be refused.
            return Rejection.malformed("the Host header is missing");
        }
        if (!host.equals(knownHost)) {
            if (!hosts.isEmpty() && !hosts.contains(withoutPort(host))) {
                return new Rejection(403, "this Host is not ours");
            }
            knownHost = host;
        }
        return null;
    }

    /** Why a request of this page is turned away, or null. */
    @Nullable Rejection checkOrigin(RequestHead head) {
        String origin = head.origin();
        return origin == null || isAllowed(origin)
                ? null
                : new Rejection(403, "this Origin is not allowed");
    }

    private boolean isAllowed(String origin) {
        if (allowedOrigins.contains(origin)) {
            return true;
        }
        for (String scheme : new String[] {"http://", "https://"}) {
            if (origin.startsWith(scheme)) {
                return LOOPBACK.contains(withoutPort(origin.substring(scheme.length())));
            }
        }
        return false;
    }

    /** The name in front of a port of digits; anything else is no name we know. */
    private static String withoutPort(String authority) {
        String lower = authority.toLowerCase(Locale.ROOT);
        int colon = lower.lastIndexOf(':');
        if (colon < 0 || lower.endsWith("]")) {
            return lower;
        }
        String port = lower.substring(colon + 1);
        boolean digits = !port.isEmpty() && port.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? lower.substring(0, colon) : lower;
    }
}
