package io.agentgate.dashboard;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** The dashboard's server, at a port of this machine only. */
public final class Dashboard {
    private static final int IDLE_SECONDS = 75;
    private static final int MAX_HEADER_BYTES = 16 << 10;
    private static final int MAX_LINE_BYTES = 8 << 10;
    private static final int MAX_FRAME_BYTES = 4 << 10;

    private final HttpServer server;
    private final LiveFeed live;
    private final AtomicLong lastAsked = new AtomicLong(System.nanoTime());

    /**
     * A server that does not listen yet.
     *
     * @param port 0 for one that is free
     */
    public Dashboard(Vertx vertx, int port, DashboardParts parts) {
        this.live = new LiveFeed(vertx, parts.records().log());
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
                                        .setWebSocketSubProtocols(List.of(LiveRoute.PROTOCOL)))
                        .requestHandler(router(vertx, parts));
    }

    private Router router(Vertx vertx, DashboardParts parts) {
        SignedIn signedIn = new SignedIn();
        Entrance entrance = new Entrance(parts.token(), signedIn, System::nanoTime);
        Blocking blocking = new Blocking(vertx);
        Router router = Router.router(vertx);
        router.route()
                .handler(
                        asked -> {
                            lastAsked.set(System.nanoTime());
                            entrance.guardHost(asked);
                        });
        PublicRoutes.mount(router, parts.metrics());
        LiveRoute feed = new LiveRoute(entrance, live, System::nanoTime);
        feed.mount(router);
        new SessionRoutes(entrance, signedIn, System::nanoTime).mount(router);
        router.route("/api/*").handler(entrance::guard);
        feed.mountTickets(router);
        new InvocationRoutes(parts.records().log(), blocking).mount(router);
        new CallRoutes(parts.records().log(), blocking).mount(router);
        new ExportRoute(vertx, parts.records().log()).mount(router);
        new StatisticsRoutes(parts.records().statistics(), parts.clock(), blocking).mount(router);
        new PolicyRoutes(parts.policy(), parts.records().log(), blocking, parts.clock())
                .mount(router);
        new HouseholdRoutes(parts.household(), blocking).mount(router);
        new FigureRoutes(parts.records().statistics(), parts.clock(), blocking).mount(router);
        Controls controls = parts.controls();
        new KillSwitchRoutes(controls.switches(), controls.by(), blocking).mount(router);
        new RunningRoutes(controls.running(), blocking).mount(router);
        new DryRunRoutes(controls.dryRun(), blocking).mount(router);
        router.errorHandler(400, asked -> Answer.error(asked, 400, "the request is malformed"));
        router.errorHandler(404, asked -> Answer.error(asked, 404, "not found"));
        router.errorHandler(405, asked -> Answer.error(asked, 405, "method not allowed"));
        router.errorHandler(413, asked -> Answer.error(asked, 413, "the body is too large"));
        router.errorHandler(500, asked -> Answer.error(asked, 500, "a fault of the dashboard"));
        return router;
    }

    /** Begins to listen; gives the port. */
    public Future<Integer> start() {
        return server.listen().map(HttpServer::actualPort);
    }

    /** For how long nobody has asked for anything, in nanoseconds; zero while somebody listens. */
    public long quietNanos() {
        return live.isEmpty() ? System.nanoTime() - lastAsked.get() : 0;
    }

    /** Closes every connection. */
    public Future<Void> close() {
        return server.close();
    }
}
