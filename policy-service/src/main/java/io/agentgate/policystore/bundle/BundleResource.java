package io.agentgate.policystore.bundle;

import io.agentgate.policystore.problem.Refusal;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The route that proxies poll. */
@Path("/api/bundle")
public class BundleResource {
    static final int MAX_WAIT = 30;
    private static final long NONE = -1;
    private static final Pattern WAIT =
            Pattern.compile("(?:^|[,;])\\s*wait\\s*=\\s*([0-9]{1,6})\\b");
    private static final Pattern ETAG = Pattern.compile("(?:W/)?\"([0-9]{1,18})\"");

    private final ProxyToken token;
    private final Bundles bundles;
    private final BundleWatch watch;

    BundleResource(ProxyToken token, Bundles bundles, BundleWatch watch) {
        this.token = token;
        this.bundles = bundles;
        this.watch = watch;
    }

    @GET
    @PermitAll
    public Uni<Response> poll(
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String tag,
            @HeaderParam("Prefer") @Nullable String preference) {
        token.check(authorization);
        long known = revision(tag);
        Duration wait = wait(preference);
        return bundles.unless(known)
                .chain(
                        found ->
                                found.isPresent() || wait.isZero()
                                        ? Uni.createFrom().item(found)
                                        : later(known, wait))
                .map(found -> answer(found, known));
    }

    private Uni<Optional<Bundle>> later(long known, Duration wait) {
        Context request = Vertx.currentContext();
        return watch.await(known, wait)
                // Back to the request's own context: the database knows its session by that.
                .emitOn(task -> request.runOnContext(_ -> task.run()))
                .chain(() -> bundles.unless(known));
    }

    private static Response answer(Optional<Bundle> found, long known) {
        return found.map(
                        bundle ->
                                Response.ok(bundle)
                                        .type("application/json")
                                        .header(HttpHeaders.ETAG, tag(bundle.revision())))
                .orElseGet(() -> Response.notModified().header(HttpHeaders.ETAG, tag(known)))
                .header(HttpHeaders.CACHE_CONTROL, "no-cache")
                .build();
    }

    private static String tag(long revision) {
        return "\"" + revision + "\"";
    }

    private static long revision(@Nullable String tag) {
        if (tag == null) {
            return NONE;
        }
        Matcher matcher = ETAG.matcher(tag.trim());
        if (!matcher.matches()) {
            throw Refusal.invalid(HttpHeaders.IF_NONE_MATCH, "is not one revision in quotes");
        }
        return Long.parseLong(matcher.group(1));
    }

    /** A preference that cannot be met is met as far as it can; that is what RFC 7240 asks for. */
    private static Duration wait(@Nullable String preference) {
        Matcher matcher = WAIT.matcher(preference == null ? "" : preference);
        return Duration.ofSeconds(
                matcher.find() ? Math.min(Integer.parseInt(matcher.group(1)), MAX_WAIT) : 0);
    }
}
