package io.agentgate.dashboard;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The check of who asks: this machine under its own name, and for most routes the token, or the
 * cookie of who has shown it.
 */
final class Entrance {
    private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final String SCHEME = "bearer ";
    private static final String NO_TOKEN = "Invalid or missing Authorization: Bearer token";

    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    private final byte[] token;
    private final SignedIn signedIn;
    private final LongSupplier nanoTime;

    /**
     * @param signedIn those who showed it before
     * @param nanoTime monotonic time in nanoseconds
     */
    Entrance(String token, SignedIn signedIn, LongSupplier nanoTime) {
        this.token = token.getBytes(StandardCharsets.UTF_8);
        this.signedIn = signedIn;
        this.nanoTime = nanoTime;
    }

    /** A page that has its own name resolved to this machine is told by it. */
    void guardHost(RoutingContext asked) {
        List<String> hosts = asked.request().headers().getAll("Host");
        if (hosts.size() == 1 && isOwnName(hosts.getFirst())) {
            asked.next();
        } else {
            Answer.error(asked, 421, "ask for localhost or 127.0.0.1");
        }
    }

    private static boolean isOwnName(String host) {
        int port = host.lastIndexOf(':');
        boolean hasPort = port > host.lastIndexOf(']');
        String name = hasPort ? host.substring(0, port) : host;
        return NAMES.contains(name.toLowerCase(Locale.ROOT));
    }

    /**
     * Lets those on who show the token or are signed in; who is signed in changes something only
     * from a page of ours.
     */
    void guard(RoutingContext asked) {
        HttpServerRequest request = asked.request();
        if (hasToken(request)) {
            asked.next();
        } else if (isSignedIn(request)) {
            if (READING.contains(request.method()) || isOwnPage(request)) {
                asked.next();
            } else {
                Answer.error(asked, 403, "pages of other origins cannot change anything");
            }
        } else {
            asked.response().putHeader("WWW-Authenticate", "Bearer");
            Answer.error(asked, 401, NO_TOKEN);
        }
    }

    /**
     * What the cookie is called. Cookies go to every port of a machine (RFC 6265, section 8.5), and
     * each may have a dashboard.
     */
    static String cookieName(HttpServerRequest request) {
        return "agentgate_" + request.localAddress().port();
    }

    /** The id that a cookie shows, or null. */
    @Nullable String shownId(HttpServerRequest request) {
        Cookie cookie = request.getCookie(cookieName(request));
        return cookie == null ? null : cookie.getValue();
    }

    boolean isSignedIn(HttpServerRequest request) {
        String id = shownId(request);
        return id != null && signedIn.isGood(id, nanoTime.getAsLong());
    }

    /**
     * Whether a request comes from a page that this dashboard has shown, or from no page at all.
     */
    boolean isOwnPage(HttpServerRequest request) {
        List<String> origins = request.headers().getAll("Origin");
        if (origins.isEmpty()) {
            String site = request.getHeader("Sec-Fetch-Site");
            return site == null || site.equals("same-origin");
        }
        return origins.size() == 1
                && origins.getFirst().equals("http://" + request.getHeader("Host"));
    }

    boolean hasToken(HttpServerRequest request) {
        List<String> shown = request.headers().getAll("Authorization");
        if (shown.size() != 1 || !shown.getFirst().toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return false;
        }
        String text = shown.getFirst().substring(SCHEME.length()).strip();
        return MessageDigest.isEqual(token, text.getBytes(StandardCharsets.UTF_8));
    }
}
