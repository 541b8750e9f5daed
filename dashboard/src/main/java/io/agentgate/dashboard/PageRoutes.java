package io.agentgate.dashboard;

import io.agentgate.pages.PageFile;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The pages, which everybody may see: there is nothing of anybody in them. */
final class PageRoutes {
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

    private PageRoutes() {}

    static void mount(Router router) {
        PageFile page = PageFile.index();
        ADDRESSES.forEach(at -> router.get(at).handler(asked -> show(asked, page)));
        for (PageFile asset : PageFile.assets()) {
            router.get("/assets/" + asset.name()).handler(asked -> show(asked, asset));
        }
    }

    /** Whether there is a page at an address. */
    static boolean isPage(String path) {
        return ADDRESSES.contains(path);
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
        response.putHeader("Vary", "Accept-Encoding");
        if (file.tag().equals(asked.request().getHeader("If-None-Match"))) {
            response.setStatusCode(304).end();
        } else if (takesGzip(asked.request().getHeader("Accept-Encoding"))) {
            response.putHeader("Content-Encoding", "gzip")
                    .putHeader("Content-Type", file.mediaType())
                    .end(Buffer.buffer(file.gzipped()));
        } else {
            response.putHeader("Content-Type", file.mediaType()).end(Buffer.buffer(file.bytes()));
        }
    }

    /** Browsers name it without a weight; whoever writes more gets what everybody can read. */
    private static boolean takesGzip(@Nullable String accepted) {
        return accepted != null
                && Arrays.stream(accepted.split(",")).anyMatch(one -> one.strip().equals("gzip"));
    }
}
