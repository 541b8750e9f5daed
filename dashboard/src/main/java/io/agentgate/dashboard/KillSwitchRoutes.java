package io.agentgate.dashboard;

import io.agentgate.gateway.killswitch.KeptSwitch;
import io.agentgate.gateway.killswitch.ScopeText;
import io.agentgate.gateway.killswitch.SwitchBoard;
import io.agentgate.gateway.killswitch.SwitchJson;
import io.agentgate.gateway.killswitch.SwitchOrder;
import io.agentgate.gateway.killswitch.WrongFieldException;
import io.agentgate.protocol.JsonWriter;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The routes of kill switches, of the same form as those of the policy-service. */
final class KillSwitchRoutes {
    private static final String PATH = "/api/kill-switches";

    /** More than the longest texts that a switch may have. */
    private static final int MAX_BYTES = 32 << 10;

    private final SwitchBoard switches;
    private final Blocking blocking;

    KillSwitchRoutes(SwitchBoard switches, Blocking blocking) {
        this.switches = switches;
        this.blocking = blocking;
    }

    void mount(Router router) {
        router.get(PATH).handler(this::list);
        JsonBody.post(router, PATH, MAX_BYTES, this::set);
        router.delete(PATH + "/:id").handler(this::lift);
    }

    private void list(RoutingContext asked) {
        if (Parameters.areKnown(asked)) {
            blocking.then(asked, switches::all, all -> Answer.json(asked, array(all)));
        }
    }

    private static JsonWriter array(List<KeptSwitch> all) {
        JsonWriter json = new JsonWriter().beginArray();
        all.forEach(one -> SwitchJson.write(json, one));
        return json.endArray();
    }

    private void set(RoutingContext asked) {
        if (!Parameters.areKnown(asked)) {
            return;
        }
        SwitchOrder order;
        try {
            order = order(asked);
        } catch (IllegalArgumentException | WrongFieldException wrong) {
            Answer.error(asked, 400, String.valueOf(wrong.getMessage()));
            return;
        }
        blocking.then(
                asked,
                () -> switches.set(order),
                set -> Answer.send(asked, 201, "application/json", json(set)));
    }

    private SwitchOrder order(RoutingContext asked) throws WrongFieldException {
        JsonBody body = JsonBody.of(asked, "scope", "server", "name", "reason");
        String scope = body.text("scope");
        return SwitchOrder.of(
                new ScopeText(
                        Objects.requireNonNullElse(scope, ""),
                        body.text("server"),
                        body.text("name")),
                body.text("reason"),
                Visitor.of(asked).name());
    }

    private static String json(KeptSwitch set) {
        JsonWriter json = new JsonWriter();
        SwitchJson.write(json, set);
        return new String(json.toBytes(), StandardCharsets.UTF_8);
    }

    private void lift(RoutingContext asked) {
        if (!Parameters.areKnown(asked)) {
            return;
        }
        String id = asked.pathParam("id");
        blocking.then(
                asked,
                () -> switches.lift(id, Visitor.current().name()),
                lifted -> answer(asked, lifted));
    }

    private static void answer(RoutingContext asked, Optional<KeptSwitch> lifted) {
        if (lifted.isPresent()) {
            asked.response().setStatusCode(204).putHeader("Cache-Control", "no-store").end();
        } else {
            Answer.error(asked, 404, "there is no such kill switch");
        }
    }
}
