package io.agentgate.dashboard;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The routes that everybody of this machine may see. */
final class PublicRoutes {
    private static final String ONLY_OURS =
            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri"
                    + " 'none'; form-action 'none'";

    private PublicRoutes() {}

    static void mount(Router router, Function<@Nullable String, DashboardParts.Page> metrics) {
        String page = resource("index.html");
        String description = resource("openapi.json");
        router.get("/").handler(asked -> show(asked, page));
        router.get("/health").handler(asked -> Answer.send(asked, 200, "text/plain", "ok"));
        router.get("/api/openapi.json").handler(asked -> Answer.json(asked, description));
        router.get("/metrics")
                .handler(
                        asked -> {
                            DashboardParts.Page shown =
                                    metrics.apply(asked.request().getHeader("Accept"));
                            Answer.send(asked, 200, shown.contentType(), shown.text());
                        });
    }

    private static void show(RoutingContext asked, String page) {
        asked.response().putHeader("Content-Security-Policy", ONLY_OURS);
        Answer.send(asked, 200, "text/html; charset=utf-8", page);
    }

    private static String resource(String name) {
        try (InputStream in = PublicRoutes.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the build left out " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
