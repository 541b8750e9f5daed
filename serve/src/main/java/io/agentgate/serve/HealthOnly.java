package io.agentgate.serve;

import io.agentgate.cli.serve.ServeSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;

/** An HTTP side that tells whether the process lives, and lets nothing through. */
final class HealthOnly implements HttpSide {
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;

    private final ServeSettings.Listener listener;
    private final HttpServer server;
    private volatile boolean draining;

    HealthOnly(Vertx vertx, ServeSettings.Listener listener) {
        this.listener = listener;
        this.server = vertx.createHttpServer().requestHandler(this::answer);
    }

    @Override
    public Future<Integer> start() {
        return server.listen(listener.port(), listener.bind()).map(HttpServer::actualPort);
    }

    private void answer(HttpServerRequest request) {
        boolean healthy = request.path().equals("/health") && !draining;
        request.response()
                .setStatusCode(healthy ? OK : UNAVAILABLE)
                .end(draining ? "draining" : healthy ? "ok" : "no transport");
    }

    @Override
    public Future<Void> drain(Duration grace) {
        draining = true;
        return server.close();
    }
}
