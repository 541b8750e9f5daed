package io.agentgate.cli.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.agentgate.embedded.prometheus.PrometheusMeters;
import io.agentgate.embedded.prometheus.Scrape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The two pages {@code /metrics} and {@code /health}. */
final class MetricsPages implements HttpHandler {
    private static final String TEXT = "text/plain; charset=utf-8";

    private final PrometheusMeters meters;

    MetricsPages(PrometheusMeters meters) {
        this.meters = meters;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            if (!LoopbackHost.isNamedBy(exchange.getRequestHeaders().get("Host"))) {
                send(exchange, 403, page("this host is not served here\n"));
            } else if (!"/metrics".equals(path) && !"/health".equals(path)) {
                send(exchange, 404, page("here are /metrics and /health\n"));
            } else if (!exchange.getRequestMethod().equals("GET")) {
                exchange.getResponseHeaders().set("Allow", "GET");
                send(exchange, 405, page("GET only\n"));
            } else if (path.equals("/health")) {
                send(exchange, 200, page("ok"));
            } else {
                send(exchange, 200, meters.scrape(exchange.getRequestHeaders().getFirst("Accept")));
            }
        }
    }

    private static Scrape page(String text) {
        return new Scrape(TEXT, text);
    }

    private static void send(HttpExchange exchange, int status, Scrape page) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", page.contentType());
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        byte[] body = page.text().getBytes(StandardCharsets.UTF_8);
        boolean bodiless = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, bodiless ? -1 : body.length);
        if (!bodiless) {
            exchange.getResponseBody().write(body);
        }
    }
}
