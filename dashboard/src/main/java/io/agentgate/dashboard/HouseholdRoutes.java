package io.agentgate.dashboard;

import io.agentgate.protocol.JsonWriter;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** The routes of keys, of what the doctor says, and of how clients get in. */
final class HouseholdRoutes {
    private static final int MAX_BYTES = 4 << 10;

    private final Household household;
    private final Blocking blocking;

    HouseholdRoutes(Household household, Blocking blocking) {
        this.household = household;
        this.blocking = blocking;
    }

    void mount(Router router) {
        router.get("/api/keys").handler(asked -> show(asked, household.keys()::all));
        JsonBody.post(router, "/api/keys", MAX_BYTES, this::create);
        router.delete("/api/keys/:id").handler(this::revoke);
        router.get("/api/doctor").handler(asked -> show(asked, household.doctor()));
        router.get("/api/connect").handler(asked -> show(asked, household.clients()));
    }

    private void show(RoutingContext asked, Callable<JsonWriter> what) {
        if (Parameters.areKnown(asked)) {
            blocking.then(asked, what, json -> Answer.json(asked, json));
        }
    }

    private void create(RoutingContext asked) {
        String caller;
        @Nullable String expires;
        try {
            JsonBody wish = JsonBody.of(asked, "caller", "expires");
            caller = wish.needed("caller");
            expires = wish.text("expires");
        } catch (IllegalArgumentException wrong) {
            Answer.error(asked, 400, String.valueOf(wrong.getMessage()));
            return;
        }
        blocking.then(
                asked,
                () -> household.keys().create(caller, expires),
                json -> Answer.json(asked, json));
    }

    private void revoke(RoutingContext asked) {
        String id = asked.pathParam("id");
        blocking.then(
                asked,
                () -> {
                    household.keys().revoke(id);
                    return id;
                },
                revoked -> asked.response().setStatusCode(204).end());
    }
}
