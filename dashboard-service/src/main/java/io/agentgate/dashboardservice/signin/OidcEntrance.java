package io.agentgate.dashboardservice.signin;

import io.agentgate.dashboard.Answer;
import io.agentgate.dashboard.DashboardRoutes;
import io.agentgate.dashboard.Entrance;
import io.agentgate.dashboard.Right;
import io.agentgate.dashboard.SessionJson;
import io.agentgate.dashboard.Visitor;
import io.quarkus.oidc.AccessTokenCredential;
import io.quarkus.security.AuthenticationRedirectException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The way in over an identity provider: the authorization code flow with PKCE, after which an
 * encrypted cookie that no script can read shows who somebody is.
 */
public final class OidcEntrance implements Entrance {
    /** Where a browser goes to sign in; {@code to} is the page it wants. */
    public static final String SIGN_IN = "/sign-in";

    /** Where a browser goes to sign out. */
    public static final String SIGN_OUT = "/sign-out";

    private static final Logger LOG = Logger.getLogger(OidcEntrance.class);
    private static final String SESSION = "/api/session";
    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    private final IdentityProviderManager identities;
    private final String origin;

    /**
     * @param origin the origin of our pages, as browsers say it
     */
    public OidcEntrance(IdentityProviderManager identities, URI origin) {
        this.identities = identities;
        this.origin = origin.getScheme() + "://" + origin.getAuthority();
    }

    @Override
    public void mount(Router router) {
        router.get(SIGN_IN).handler(OidcEntrance::goOn);
        router.get(SIGN_OUT).handler(this::signOut);
        router.get(SESSION).handler(asked -> identify(asked, visitor -> tell(asked, visitor)));
    }

    @Override
    public void guard(RoutingContext asked) {
        if (!READING.contains(asked.request().method()) && !isOwnPage(asked.request())) {
            Answer.error(asked, 403, "pages of other origins cannot change anything");
        } else {
            identify(asked, visitor -> letIn(asked, visitor));
        }
    }

    @Override
    public void guardSocket(RoutingContext asked) {
        // A browser sends the cookie with a WebSocket of whatever page (RFC 6455, section 10.2).
        if (isOwnPage(asked.request())) {
            identify(asked, visitor -> letIn(asked, visitor));
        } else {
            Answer.error(asked, 403, "pages of other origins cannot listen");
        }
    }

    private static void letIn(RoutingContext asked, Visitor visitor) {
        visitor.enter(asked);
        asked.next();
    }

    private static void tell(RoutingContext asked, Visitor visitor) {
        Answer.json(asked, SessionJson.of(visitor, SIGN_OUT));
    }

    /** The provider has said who it is: back to the page that was wanted. */
    private static void goOn(RoutingContext asked) {
        redirect(asked, page(asked.request().getParam("to")));
    }

    /** An address of ours, or the first page: what comes from outside leads nowhere else. */
    private static String page(@Nullable String wanted) {
        if (wanted != null && wanted.chars().noneMatch(c -> c < ' ' || c == '\\' || c > '~')) {
            int query = wanted.indexOf('?');
            if (DashboardRoutes.isPage(query < 0 ? wanted : wanted.substring(0, query))) {
                return wanted;
            }
        }
        return "/";
    }

    private static void redirect(RoutingContext asked, String to) {
        asked.response()
                .setStatusCode(302)
                .putHeader("Location", to)
                .putHeader("Cache-Control", "no-store")
                .end();
    }

    private void signOut(RoutingContext asked) {
        String site = asked.request().getHeader("Sec-Fetch-Site");
        if (site != null && !site.equals("same-origin") && !site.equals("none")) {
            Answer.error(asked, 403, "pages of other origins cannot sign out");
            return;
        }
        ask(
                asked,
                stillThere -> redirect(asked, "/"),
                failed -> {
                    // The provider's page ends the sign-in there, too.
                    boolean leads = failed instanceof AuthenticationRedirectException;
                    redirect(
                            asked,
                            leads
                                    ? ((AuthenticationRedirectException) failed).getRedirectUri()
                                    : "/");
                });
    }

    private void identify(RoutingContext asked, Consumer<Visitor> known) {
        ask(
                asked,
                identity -> {
                    if (identity == null || identity.isAnonymous()) {
                        refuse(asked);
                        return;
                    }
                    Visitor visitor = visitor(identity);
                    if (visitor.rights().contains(Right.READ)) {
                        known.accept(visitor);
                    } else {
                        String why =
                                visitor.name()
                                        + " has none of the roles viewer, auditor, editor,"
                                        + " approver and admin";
                        Answer.json(asked, 403, SessionJson.refusal(why, SIGN_OUT));
                    }
                },
                failed -> {
                    if (failed instanceof SecurityException) {
                        refuse(asked);
                    } else {
                        LOG.warnf("nobody can be identified: %s", failed.toString());
                        Answer.error(asked, 503, "the identity provider cannot be asked");
                    }
                });
    }

    /** Asks who it is; the rest of the request waits for that. */
    private void ask(
            RoutingContext asked,
            Consumer<@Nullable SecurityIdentity> known,
            Consumer<Throwable> failed) {
        HttpServerRequest request = asked.request();
        request.pause();
        QuarkusHttpUser.getSecurityIdentity(asked, identities)
                .subscribe()
                .with(
                        identity -> {
                            request.resume();
                            known.accept(identity);
                        },
                        why -> {
                            request.resume();
                            failed.accept(why);
                        });
    }

    private static Visitor visitor(SecurityIdentity identity) {
        AccessTokenCredential token = identity.getCredential(AccessTokenCredential.class);
        return new Visitor(
                identity.getPrincipal().getName(),
                RoleRights.of(identity.getRoles()),
                token == null ? "" : token.getToken());
    }

    private static void refuse(RoutingContext asked) {
        Answer.json(asked, 401, SessionJson.signIn("nobody is signed in", SIGN_IN));
    }

    /** Whether a request comes from a page that this service has shown, or from no page at all. */
    private boolean isOwnPage(HttpServerRequest request) {
        List<String> origins = request.headers().getAll("Origin");
        if (origins.isEmpty()) {
            String site = request.getHeader("Sec-Fetch-Site");
            return site == null || site.equals("same-origin");
        }
        return origins.size() == 1 && origins.getFirst().equals(origin);
    }
}
