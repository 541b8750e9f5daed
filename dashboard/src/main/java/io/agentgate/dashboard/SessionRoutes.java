package io.agentgate.dashboard;

import io.agentgate.gateway.caller.LoginLimiter;
import io.agentgate.protocol.JsonWriter;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Signing in: whoever shows the token once gets a cookie that no script can read and no other site
 * can send.
 */
final class SessionRoutes {
    private static final String PATH = "/api/session";
    private static final int MAX_FAILURES = 10;
    private static final String ALL = "all";

    private final Entrance entrance;
    private final SignedIn signedIn;
    private final LongSupplier nanoTime;
    private final LoginLimiter limiter =
            new LoginLimiter(MAX_FAILURES, Duration.ofMinutes(1), MAX_FAILURES);

    SessionRoutes(Entrance entrance, SignedIn signedIn, LongSupplier nanoTime) {
        this.entrance = entrance;
        this.signedIn = signedIn;
        this.nanoTime = nanoTime;
    }

    void mount(Router router) {
        router.post(PATH).handler(this::begin);
        router.get(PATH).handler(this::tell);
        router.delete(PATH).handler(this::end);
    }

    private void begin(RoutingContext asked) {
        if (!entrance.isOwnPage(asked.request())) {
            Answer.error(asked, 403, "pages of other origins cannot sign in");
            return;
        }
        Duration blocked = limiter.blockedFor(ALL, nanoTime.getAsLong());
        if (blocked != null) {
            asked.response().putHeader("Retry-After", Long.toString(1 + blocked.toSeconds()));
            Answer.error(asked, 429, "too many wrong tokens: wait a minute");
        } else if (entrance.hasToken(asked.request())) {
            String id = signedIn.begin(nanoTime.getAsLong());
            asked.response().addCookie(cookie(asked, id).setMaxAge(SignedIn.LASTS_SECONDS));
            tellSignedIn(asked);
        } else {
            limiter.failed(ALL, nanoTime.getAsLong());
            Answer.error(asked, 401, "that is not the token");
        }
    }

    private void tell(RoutingContext asked) {
        if (entrance.isSignedIn(asked.request())) {
            tellSignedIn(asked);
        } else {
            Answer.error(asked, 401, "nobody is signed in");
        }
    }

    private static void tellSignedIn(RoutingContext asked) {
        Answer.json(
                asked, new JsonWriter().beginObject().name("signed_in").value(true).endObject());
    }

    private void end(RoutingContext asked) {
        if (!entrance.isOwnPage(asked.request())) {
            Answer.error(asked, 403, "pages of other origins cannot sign out");
            return;
        }
        String id = entrance.shownId(asked.request());
        if (id != null) {
            signedIn.end(id);
        }
        asked.response().addCookie(cookie(asked, "").setMaxAge(0));
        asked.response().setStatusCode(204).end();
    }

    private static Cookie cookie(RoutingContext asked, String value) {
        return Cookie.cookie(Entrance.cookieName(asked.request()), value)
                .setPath("/")
                .setHttpOnly(true)
                .setSameSite(CookieSameSite.STRICT);
    }
}
