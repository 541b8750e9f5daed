package io.agentgate.dashboard;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.function.Consumer;

/**
 * The pages and what they ask for, behind an entrance: the same in one process and in a cluster.
 */
public final class DashboardRoutes {
    private final Vertx vertx;
    private final Entrance entrance;
    private final Desks desks;
    private final LiveFeed live;

    /**
     * @param feed what the live feed tells
     */
    public DashboardRoutes(Vertx vertx, Entrance entrance, Desks desks, CallFeed feed) {
        this.vertx = vertx;
        this.entrance = entrance;
        this.desks = desks;
        this.live = new LiveFeed(vertx, feed);
    }

    /** What a WebSocket of the feed may be asked for as. */
    public static List<String> socketProtocols() {
        return List.of(LiveRoute.PROTOCOL);
    }

    /** Whether one of the pages has this path. */
    public static boolean isPage(String path) {
        return PageRoutes.isPage(path);
    }

    /**
     * Mounts them all.
     *
     * @param open mounts what everybody may see beside the pages
     * @param figures mounts the routes of figures, and what else lies behind the entrance
     */
    public void mount(Router router, Consumer<Router> open, Consumer<Router> figures) {
        Blocking blocking = new Blocking(vertx);
        entrance.mount(router);
        PageRoutes.mount(router);
        open.accept(router);
        LiveRoute feed = new LiveRoute(entrance, live, System::nanoTime);
        feed.mount(router);
        router.route("/api/*").handler(entrance::guard);
        feed.mountTickets(router);
        new InvocationRoutes(desks.calls(), blocking).mount(router);
        new CallRoutes(desks.calls(), blocking).mount(router);
        new ExportRoute(vertx, desks.calls()).mount(router);
        new PolicyRoutes(desks.policy(), desks.calls(), blocking, desks.clock()).mount(router);
        new HouseholdRoutes(desks.household(), blocking).mount(router);
        Controls controls = desks.controls();
        new KillSwitchRoutes(controls.switches(), blocking).mount(router);
        new RunningRoutes(controls.running(), blocking).mount(router);
        new DryRunRoutes(controls.dryRun(), blocking).mount(router);
        figures.accept(router);
        router.errorHandler(400, asked -> Answer.error(asked, 400, "the request is malformed"));
        router.errorHandler(404, asked -> Answer.error(asked, 404, "not found"));
        router.errorHandler(405, asked -> Answer.error(asked, 405, "method not allowed"));
        router.errorHandler(413, asked -> Answer.error(asked, 413, "the body is too large"));
        router.errorHandler(500, asked -> Answer.error(asked, 500, "a fault of the dashboard"));
    }

    /** Whether nobody listens to the feed. */
    boolean isQuiet() {
        return live.isEmpty();
    }
}
