package io.agentgate.dashboard;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.List;

/** Routes that somebody else answers, in the same form. */
public final class PassedOnRoutes {
    /** Port: who answers. May block. */
    public interface Elsewhere {
        /**
         * The answer, which is JSON.
         *
         * @param pathAndQuery as it was asked for here
         * @throws RefusedException if it is refused
         */
        String get(String pathAndQuery) throws IOException;
    }

    private final List<String> paths;
    private final Elsewhere elsewhere;
    private final Blocking blocking;

    public PassedOnRoutes(Vertx vertx, List<String> paths, Elsewhere elsewhere) {
        this.paths = List.copyOf(paths);
        this.elsewhere = elsewhere;
        this.blocking = new Blocking(vertx);
    }

    public void mount(Router router) {
        paths.forEach(path -> router.get(path).handler(this::ask));
    }

    private void ask(RoutingContext asked) {
        String query = asked.request().query();
        String path = asked.request().path();
        String uri = query == null ? path : path + "?" + query;
        blocking.then(asked, () -> elsewhere.get(uri), json -> Answer.json(asked, json));
    }
}
