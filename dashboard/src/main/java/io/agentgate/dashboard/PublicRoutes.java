package io.agentgate.dashboard;

import io.agentgate.pages.PageFile;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The routes that everybody of this machine may see. */
final class PublicRoutes {
    /** What the pages may load, which is what this dashboard serves (CSP level 3). */
    private static final String ONLY_OURS =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action"
                    + " 'none'; require-trusted-types-for 'script'; trusted-types lit-html"
                    + " default";

    private static final List<String> ADDRESSES =
            List.of(
                    "/",
                    "/activity",
                    "/violations",
                    "/analytics",
                    "/servers",
                    "/sessions",
                    "/settings",
                    "/settings/keys",
                    "/settings/doctor",
                    "/connect");

    private PublicRoutes() {}

    static void mount(Router router, Function<@Nullable String, DashboardParts.Page> metrics) {
        PageFile page = PageFile.index();
        ADDRESSES.forEach(at -> router.get(at).handler(asked -> show(asked, page)));
        for (PageFile asset : PageFile.assets()) {
            router.get("/assets/" + asset.name()).handler(asked -> show(asked, asset));
        }
        String description = resource("openapi.json");
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

    private static void show(RoutingContext asked, PageFile file) {
        HttpServerResponse response = asked.response();
        response.putHeader("ETag", file.tag())
                .putHeader("Cache-Control", "no-cache")
                .putHeader("Content-Security-Policy", ONLY_OURS)
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin")
                .putHeader("X-Content-Type-Options", "nosniff");
        if (file.tag().equals(asked.request().getHeader("If-None-Match"))) {
            response.setStatusCode(304).end();
        } else {
            response.putHeader("Content-Type", file.mediaType()).end(Buffer.buffer(file.bytes()));
        }
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
