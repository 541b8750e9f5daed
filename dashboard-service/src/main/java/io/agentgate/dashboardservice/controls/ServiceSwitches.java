package io.agentgate.dashboardservice.controls;

import io.agentgate.dashboard.RefusedException;
import io.agentgate.dashboardservice.remote.Peer;
import io.agentgate.dashboardservice.remote.Query;
import io.agentgate.gateway.killswitch.KeptSwitch;
import io.agentgate.gateway.killswitch.KillSwitch;
import io.agentgate.gateway.killswitch.ScopeText;
import io.agentgate.gateway.killswitch.SwitchBoard;
import io.agentgate.gateway.killswitch.SwitchBoardException;
import io.agentgate.gateway.killswitch.SwitchOrder;
import io.agentgate.gateway.killswitch.WrongFieldException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The kill switches of the policy-service, which says by itself who sets and lifts them. */
public final class ServiceSwitches implements SwitchBoard {
    private static final String PATH = "/api/kill-switches";

    private final Peer policies;

    public ServiceSwitches(Peer policies) {
        this.policies = policies;
    }

    @Override
    public List<KeptSwitch> all() throws SwitchBoardException {
        try {
            JsonArray all = policies.array(PATH);
            List<KeptSwitch> kept = new ArrayList<>();
            for (int i = 0; i < all.size(); i++) {
                kept.add(kept(all.getJsonObject(i)));
            }
            return kept;
        } catch (RefusedException refused) {
            throw refused(refused);
        }
    }

    private static KeptSwitch kept(JsonObject one) throws SwitchBoardException {
        try {
            ScopeText scope =
                    new ScopeText(
                            one.getString("scope"), one.getString("server"), one.getString("name"));
            return new KeptSwitch(
                    new KillSwitch(
                            one.getString("id"),
                            scope.parse(),
                            one.getString("reason"),
                            Instant.parse(one.getString("since"))),
                    one.getString("by"));
        } catch (WrongFieldException | RuntimeException strange) {
            throw new SwitchBoardException(
                    "the policy-service has a kill switch that is not known here", strange);
        }
    }

    @Override
    public KeptSwitch set(SwitchOrder order) throws SwitchBoardException {
        ScopeText scope = ScopeText.of(order.scope());
        JsonObject wish =
                new JsonObject()
                        .put("scope", scope.scope())
                        .put("server", scope.server())
                        .put("name", scope.name())
                        .put("reason", order.reason());
        try {
            return kept(policies.post(PATH, wish, null));
        } catch (RefusedException refused) {
            throw refused(refused);
        }
    }

    @Override
    public Optional<KeptSwitch> lift(String id, String by) throws SwitchBoardException {
        Optional<KeptSwitch> there =
                all().stream().filter(each -> each.stop().id().equals(id)).findFirst();
        if (there.isEmpty()) {
            return there;
        }
        try {
            policies.delete(PATH + "/" + Query.encoded(id));
            return there;
        } catch (RefusedException refused) {
            if (refused.status() == 404) {
                return Optional.empty();
            }
            throw refused(refused);
        }
    }

    private static SwitchBoardException refused(RefusedException refused) {
        return new SwitchBoardException(String.valueOf(refused.getMessage()), refused);
    }
}
