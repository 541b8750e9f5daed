package io.agentgate.dashboardservice.household;

import io.agentgate.dashboard.KeyDesk;
import io.agentgate.dashboard.RefusedException;
import io.agentgate.dashboardservice.remote.Peer;
import io.agentgate.dashboardservice.remote.Query;
import io.agentgate.protocol.JsonWriter;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The API keys of the policy-service. */
public final class ServiceKeys implements KeyDesk {
    private static final String PATH = "/api/keys";
    private static final Pattern SPAN = Pattern.compile("([1-9][0-9]{0,4})([hd])");
    private static final List<String> MEMBERS =
            List.of("id", "caller", "created", "expires", "revoked", "state");

    private final Peer policies;
    private final InstantSource clock;

    public ServiceKeys(Peer policies, InstantSource clock) {
        this.policies = policies;
        this.clock = clock;
    }

    @Override
    public JsonWriter all() throws RefusedException {
        JsonArray all = policies.array(PATH);
        JsonWriter json = new JsonWriter().beginObject().name("keys").beginArray();
        for (int i = 0; i < all.size(); i++) {
            members(json.beginObject(), all.getJsonObject(i)).endObject();
        }
        return json.endArray().endObject();
    }

    private static JsonWriter members(JsonWriter json, JsonObject key) {
        for (String member : MEMBERS) {
            String text = key.getString(member);
            if (text == null) {
                json.name(member).nullValue();
            } else {
                json.name(member).value(text);
            }
        }
        return json;
    }

    @Override
    public JsonWriter create(String caller, @Nullable String expires) throws RefusedException {
        JsonObject wish = new JsonObject().put("caller", caller);
        if (expires != null && !expires.isEmpty()) {
            wish.put(
                    "expires", clock.instant().plus(span(expires)).truncatedTo(SECONDS).toString());
        }
        JsonObject made = policies.post(PATH, wish, null);
        return members(new JsonWriter().beginObject(), made.getJsonObject("entry"))
                .name("key")
                .value(made.getString("key"))
                .endObject();
    }

    private static final ChronoUnit SECONDS = ChronoUnit.SECONDS;

    private static Duration span(String text) throws RefusedException {
        Matcher span = SPAN.matcher(text);
        if (!span.matches()) {
            throw new RefusedException(400, "`expires` must be a span such as 90d or 12h");
        }
        int count = Integer.parseInt(span.group(1));
        return span.group(2).equals("d") ? Duration.ofDays(count) : Duration.ofHours(count);
    }

    @Override
    public void revoke(String id) throws RefusedException {
        policies.delete(PATH + "/" + Query.encoded(id));
    }
}
