package io.agentgate.dashboard;

import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The routes that everybody of this machine may see. */
final class PublicRoutes {
    private PublicRoutes() {}

    static void mount(Router router, Function<@Nullable String, DashboardParts.Page> metrics) {
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
