package io.agentgate.dashboardservice.policies;

import io.agentgate.dashboard.ShownPolicy.InForce;
import io.agentgate.dashboardservice.remote.Peer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** What the proxies go by, as they have reported it. */
public record InForceAtProxies(Peer policies, String source) implements Callable<List<InForce>> {
    @Override
    public List<InForce> call() throws Exception {
        JsonArray all = policies.array("/api/proxies");
        List<InForce> proxies = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            JsonObject proxy = all.getJsonObject(i);
            proxies.add(
                    new InForce(
                            null,
                            "proxy",
                            proxy.getString("replica"),
                            source,
                            "bundle " + proxy.getLong("revision")));
        }
        return proxies;
    }
}
