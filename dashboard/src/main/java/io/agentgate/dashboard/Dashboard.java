package io.agentgate.dashboard;

import io.agentgate.gateway.audit.RecordedCalls;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** The dashboard's server, at a port of this machine only. */
public final class Dashboard {
    private static final int IDLE_SECONDS = 75;
    private static final int MAX_HEADER_BYTES = 16 << 10;
    private static final int MAX_LINE_BYTES = 8 << 10;
    private static final int MAX_FRAME_BYTES = 4 << 10;

    private final HttpServer server;
    private final DashboardRoutes routes;
    private final AtomicLong lastAsked = new AtomicLong(System.nanoTime());

    /**
     * A server that does not listen yet.
     *
     * @param port 0 for one that is free
     */
    public Dashboard(Vertx vertx, int port, DashboardParts parts) {
        RecordedCalls calls = parts.desks().calls();
        this.routes =
                new DashboardRoutes(
                        vertx,
                        new TokenEntrance(parts.token(), parts.by(), System::nanoTime),
                        parts.desks(),
                        calls::calls);
        this.server =
                vertx.createHttpServer(
                                new HttpServerOptions()
                                        .setHost("127.0.0.1")
                                        .setPort(port)
                                        .setHttp2ClearTextEnabled(false)
                                        .setIdleTimeout(IDLE_SECONDS)
                                        .setMaxHeaderSize(MAX_HEADER_BYTES)
                                        .setMaxInitialLineLength(MAX_LINE_BYTES)
                                        .setMaxWebSocketFrameSize(MAX_FRAME_BYTES)
                                        .setMaxWebSocketMessageSize(MAX_FRAME_BYTES)
                                        .setWebSocketSubProtocols(
                                                DashboardRoutes.socketProtocols()))
                        .requestHandler(router(vertx, parts));
    }

    private Router router(Vertx vertx, DashboardParts parts) {
        Blocking blocking = new Blocking(vertx);
        InstantSource clock = parts.desks().clock();
        Router router = Router.router(vertx);
        router.route()
                .handler(
                        asked -> {
                            lastAsked.set(System.nanoTime());
                            asked.next();
                        });
        routes.mount(
                router,
                open -> PublicRoutes.mount(open, parts.metrics()),
                behind -> {
                    new StatisticsRoutes(parts.statistics(), clock, blocking).mount(behind);
                    new FigureRoutes(parts.statistics(), clock, blocking).mount(behind);
                });
        return router;
    }

    /** Begins to listen; gives the port. */
    public Future<Integer> start() {
        return server.listen().map(HttpServer::actualPort);
    }

    /** For how long nobody has asked for anything, in nanoseconds; zero while somebody listens. */
    public long quietNanos() {
        return routes.isQuiet() ? System.nanoTime() - lastAsked.get() : 0;
    }

    /** Closes every connection. */
    public Future<Void> close() {
        return server.close();
    }
}
