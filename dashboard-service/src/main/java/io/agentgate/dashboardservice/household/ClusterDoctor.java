package io.agentgate.dashboardservice.household;

import io.agentgate.dashboard.RefusedException;
import io.agentgate.dashboardservice.remote.Peer;
import io.agentgate.protocol.JsonWriter;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is well with a cluster, and what is not: the services, the stream, and whether every proxy
 * goes by the rules in force.
 */
public final class ClusterDoctor implements Callable<JsonWriter> {
    /** A proxy reports more often than that. */
    private static final Duration SILENT = Duration.ofMinutes(2);

    private final List<Peer> services;
    private final Peer policies;
    private final Supplier<@Nullable String> stream;
    private final InstantSource clock;

    /**
     * @param services whose readiness is asked for
     * @param policies the one of them that knows of the proxies
     * @param stream says why the audit stream cannot be read; null if it can
     */
    public ClusterDoctor(
            List<Peer> services,
            Peer policies,
            Supplier<@Nullable String> stream,
            InstantSource clock) {
        this.services = List.copyOf(services);
        this.policies = policies;
        this.stream = stream;
        this.clock = clock;
    }

    @Override
    public JsonWriter call() {
        JsonWriter json = new JsonWriter().beginObject().name("fixed").beginArray().endArray();
        json.name("findings").beginArray();
        for (Peer service : services) {
            String trouble = service.trouble();
            if (trouble == null) {
                finding(json, service.name(), "ok", service.name() + " is ready", "");
            } else {
                finding(
                        json,
                        service.name(),
                        "wrong",
                        service.name() + ": " + trouble,
                        "look at its log");
            }
        }
        String silent = stream.get();
        if (silent == null) {
            finding(json, "audit stream", "ok", "the audit stream can be read", "");
        } else {
            finding(json, "audit stream", "wrong", silent, "look at Kafka and its topics");
        }
        proxies(json);
        return json.endArray().endObject();
    }

    private void proxies(JsonWriter json) {
        JsonArray all;
        try {
            all = policies.array("/api/proxies");
        } catch (RefusedException untold) {
            finding(
                    json,
                    "proxies",
                    "warning",
                    "nobody tells of the proxies: " + untold.getMessage(),
                    "ask again when the policy-service is ready");
            return;
        }
        if (all.isEmpty()) {
            finding(
                    json,
                    "proxies",
                    "warning",
                    "no proxy has reported yet",
                    "start one with the token of this policy-service");
        }
        for (int i = 0; i < all.size(); i++) {
            proxy(json, all.getJsonObject(i));
        }
    }

    private void proxy(JsonWriter json, JsonObject proxy) {
        String name = "proxy " + proxy.getString("replica");
        Instant seen = Instant.parse(proxy.getString("seen"));
        String rules = "bundle " + proxy.getLong("revision");
        String problem = proxy.getString("problem");
        if (problem != null) {
            finding(
                    json,
                    name,
                    "wrong",
                    name + ": " + problem,
                    "it goes by the last rules that it could use");
        } else if (seen.isBefore(clock.instant().minus(SILENT))) {
            finding(
                    json,
                    name,
                    "warning",
                    name + " is silent since " + seen,
                    "it ended, or cannot reach the policy-service");
        } else {
            finding(json, name, "ok", name + " goes by " + rules, "");
        }
    }

    private static void finding(
            JsonWriter json, String check, String grade, String what, String cure) {
        json.beginObject().name("check").value(check).name("grade").value(grade);
        json.name("what").value(what).name("cure").value(cure);
        json.name("fixable").value(false).endObject();
    }
}
