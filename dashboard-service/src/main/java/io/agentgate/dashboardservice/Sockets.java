package io.agentgate.dashboardservice;

import io.agentgate.dashboard.DashboardRoutes;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.enterprise.context.ApplicationScoped;

/** What the server must know of WebSockets before it listens. */
@ApplicationScoped
public class Sockets implements HttpServerOptionsCustomizer {
    private static final int MAX_FRAME_BYTES = 4 << 10;

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        customize(options);
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        customize(options);
    }

    private static void customize(HttpServerOptions options) {
        options.setWebSocketSubProtocols(DashboardRoutes.socketProtocols())
                .setMaxWebSocketFrameSize(MAX_FRAME_BYTES)
                .setMaxWebSocketMessageSize(MAX_FRAME_BYTES);
    }
}
