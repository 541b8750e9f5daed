package io.agentgate.dashboard;

import io.agentgate.gateway.caller.LoginLimiter;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The way in for this machine, under its own name: whoever shows the token, or shows it once and
 * gets a cookie that no script can read and no other site can send.
 */
final class TokenEntrance implements Entrance {
    private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final String SCHEME = "bearer ";
    private static final String NO_TOKEN = "Invalid or missing Authorization: Bearer token";

    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    private static final String PATH = "/api/session";
    private static final int MAX_FAILURES = 10;
    private static final String ALL = "all";

    private final byte[] token;
    private final Visitor visitor;
    private final LongSupplier nanoTime;
    private final SignedIn signedIn = new SignedIn();
    private final LoginLimiter limiter =
            new LoginLimiter(MAX_FAILURES, Duration.ofMinutes(1), MAX_FAILURES);

    /**
     * @param by whom changes are recorded to be of
     * @param nanoTime monotonic time in nanoseconds
     */
    TokenEntrance(String token, String by, LongSupplier nanoTime) {
        this.token = token.getBytes(StandardCharsets.UTF_8);
        this.visitor = new Visitor(by, EnumSet.allOf(Right.class), "");
        this.nanoTime = nanoTime;
    }

    @Override
    public void mount(Router router) {
        router.route().handler(TokenEntrance::guardHost);
        router.post(PATH).handler(this::begin);
        router.get(PATH).handler(this::tell);
        router.delete(PATH).handler(this::end);
    }

    /** A page that has its own name resolved to this machine is told by it. */
    private static void guardHost(RoutingContext asked) {
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

    @Override
    public void guard(RoutingContext asked) {
        HttpServerRequest request = asked.request();
        if (hasToken(request)) {
            letIn(asked);
        } else if (!isSignedIn(request)) {
            refuse(asked, NO_TOKEN);
        } else if (READING.contains(request.method()) || isOwnPage(request)) {
            letIn(asked);
        } else {
            Answer.error(asked, 403, "pages of other origins cannot change anything");
        }
    }

    @Override
    public void guardSocket(RoutingContext asked) {
        HttpServerRequest request = asked.request();
        // A browser sends the cookie with a WebSocket of whatever page (RFC 6455, section 10.2).
        if (hasToken(request) || (isSignedIn(request) && isOwnPage(request))) {
            letIn(asked);
        } else {
            refuse(asked, "show the token in Authorization, or a ticket");
        }
    }

    private void letIn(RoutingContext asked) {
        visitor.enter(asked);
        asked.next();
    }

    private static void refuse(RoutingContext asked, String why) {
        asked.response().putHeader("WWW-Authenticate", "Bearer");
        Answer.error(asked, 401, why);
    }

    /**
     * What the cookie is called. Cookies go to every port of a machine (RFC 6265, section 8.5), and
     * each may have a dashboard.
     */
    private static String cookieName(HttpServerRequest request) {
        return "agentgate_" + request.localAddress().port();
    }

    /** The id that a cookie shows, or null. */
    private @Nullable String shownId(HttpServerRequest request) {
        Cookie cookie = request.getCookie(cookieName(request));
        return cookie == null ? null : cookie.getValue();
    }

    private boolean isSignedIn(HttpServerRequest request) {
        String id = shownId(request);
        return id != null && signedIn.isGood(id, nanoTime.getAsLong());
    }

    /**
     * Whether a request comes from a page that this dashboard has shown, or from no page at all.
     */
    private static boolean isOwnPage(HttpServerRequest request) {
        List<String> origins = request.headers().getAll("Origin");
        if (origins.isEmpty()) {
            String site = request.getHeader("Sec-Fetch-Site");
            return site == null || site.equals("same-origin");
        }
        return origins.size() == 1
                && origins.getFirst().equals("http://" + request.getHeader("Host"));
    }

    private boolean hasToken(HttpServerRequest request) {
        List<String> shown = request.headers().getAll("Authorization");
        if (shown.size() != 1 || !shown.getFirst().toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return false;
        }
        String text = shown.getFirst().substring(SCHEME.length()).strip();
        return MessageDigest.isEqual(token, text.getBytes(StandardCharsets.UTF_8));
    }

    private void begin(RoutingContext asked) {
        if (!isOwnPage(asked.request())) {
            Answer.error(asked, 403, "pages of other origins cannot sign in");
            return;
        }
        Duration blocked = limiter.blockedFor(ALL, nanoTime.getAsLong());
        if (blocked != null) {
            asked.response().putHeader("Retry-After", Long.toString(1 + blocked.toSeconds()));
            Answer.error(asked, 429, "too many wrong tokens: wait a minute");
        } else if (hasToken(asked.request())) {
            String id = signedIn.begin(nanoTime.getAsLong());
            asked.response().addCookie(cookie(asked, id).setMaxAge(SignedIn.LASTS_SECONDS));
            tellSignedIn(asked);
        } else {
            limiter.failed(ALL, nanoTime.getAsLong());
            Answer.error(asked, 401, "that is not the token");
        }
    }

    private void tell(RoutingContext asked) {
        if (isSignedIn(asked.request())) {
            tellSignedIn(asked);
        } else {
            Answer.error(asked, 401, "nobody is signed in");
        }
    }

    private void tellSignedIn(RoutingContext asked) {
        Answer.json(asked, SessionJson.of(visitor));
    }

    private void end(RoutingContext asked) {
        if (!isOwnPage(asked.request())) {
            Answer.error(asked, 403, "pages of other origins cannot sign out");
            return;
        }
        String id = shownId(asked.request());
        if (id != null) {
            signedIn.end(id);
        }
        asked.response().addCookie(cookie(asked, "").setMaxAge(0));
        asked.response().setStatusCode(204).end();
    }

    private static Cookie cookie(RoutingContext asked, String value) {
        return Cookie.cookie(cookieName(asked.request()), value)
                .setPath("/")
                .setHttpOnly(true)
                .setSameSite(CookieSameSite.STRICT);
    }
}
