package io.agentgate.dashboardservice.policies;

import io.agentgate.dashboardservice.remote.Peer;
import io.agentgate.dashboardservice.remote.Query;
import io.agentgate.rehearsal.PastCall;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The newest recorded calls with what they were about, which the audit-service shows to auditors
 * alone. They are read from the newest backwards and judged from the oldest on, so that as many are
 * kept in memory as there is room for.
 */
final class PastCalls implements PastCall.Source {
    private static final int AT_ONCE = 100;

    /** Most calls that are looked at. */
    private static final int MOST = 20_000;

    /** Most characters of arguments, of all calls together. */
    private static final long ROOM = 16L << 20;

    private final Peer audit;

    PastCalls(Peer audit) {
        this.audit = audit;
    }

    /** A call, or null for one whose arguments are not kept whole. */
    private record Found(@Nullable PastCall call) {}

    @Override
    public void each(Instant since, PastCall.Reader reader) throws IOException {
        Deque<Found> found = new ArrayDeque<>();
        long length = 0;
        String cursor = null;
        do {
            JsonObject page =
                    audit.object(
                            new Query("/api/calls")
                                    .with("events", true)
                                    .with("since", since)
                                    .with("limit", AT_ONCE)
                                    .with("cursor", cursor)
                                    .toString());
            JsonArray calls = page.getJsonArray("calls");
            for (int i = 0; i < calls.size(); i++) {
                Found one = read(calls.getJsonObject(i));
                found.addFirst(one);
                length += length(one);
            }
            cursor = page.getString("next");
        } while (cursor != null && found.size() < MOST && length < ROOM);
        for (Found one : found) {
            if (one.call() == null) {
                reader.leftOut();
            } else {
                reader.read(one.call());
            }
        }
    }

    private static long length(Found one) {
        PastCall call = one.call();
        String arguments = call == null ? null : call.arguments();
        return arguments == null ? 0 : arguments.length();
    }

    private static Found read(JsonObject call) {
        Long bytes = call.getLong("argumentsBytes");
        String arguments = bytes == null ? null : kept(call);
        if (bytes != null
                && (arguments == null
                        || arguments.getBytes(StandardCharsets.UTF_8).length != bytes)) {
            return new Found(null);
        }
        JsonArray redacted = call.getJsonArray("argumentsRedactedBy");
        return new Found(
                new PastCall(
                        call.getString("decisionId"),
                        Instant.parse(call.getString("time")),
                        call.getString("server"),
                        call.getString("tool"),
                        call.getString("agent"),
                        arguments,
                        redacted != null && !redacted.isEmpty()));
    }

    /** What is kept of the arguments; null if nothing is. */
    private static @Nullable String kept(JsonObject call) {
        JsonObject decided = call.getJsonObject("decided");
        JsonObject data = decided == null ? null : decided.getJsonObject("data");
        JsonObject arguments = data == null ? null : data.getJsonObject("arguments");
        return arguments == null ? null : arguments.getString("text");
    }
}
