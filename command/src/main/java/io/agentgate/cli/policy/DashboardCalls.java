package io.agentgate.cli.policy;

import io.agentgate.policy.Value;
import io.agentgate.rehearsal.PastCall;
import io.agentgate.rehearsal.ValueJson;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Calls of a dashboard, which shows the newest first, page by page. They are read from the last
 * page to the first; one that comes meanwhile moves all others down, so that those of the page
 * before are known by their ids.
 */
record DashboardCalls(Records records) {
    private static final int PAGE = 500;
    private static final int MOST = 1 << 30;

    void each(Instant since, PastCall.Reader reader) throws IOException {
        int from = count(since);
        Set<String> before = Set.of();
        while (from > 0) {
            int limit = Math.min(PAGE, from);
            from -= limit;
            Set<String> shown = new HashSet<>();
            for (Value value : page(from, limit).reversed()) {
                if (value instanceof Value.Members call) {
                    String id = records.needed(call, "id");
                    if (!before.contains(id) && !time(call).isBefore(since)) {
                        show(id, call, reader);
                    }
                    shown.add(id);
                }
            }
            before = shown;
        }
    }

    /** How many calls there are since then, found by halving. */
    private int count(Instant since) throws IOException {
        int least = 0;
        int step = PAGE;
        while (step < MOST && isSince(least + step, since)) {
            least += step;
            step *= 2;
        }
        int most = least + step;
        if (!isSince(0, since)) {
            return 0;
        }
        while (most - least > 1) {
            int middle = least + (most - least) / 2;
            if (isSince(middle, since)) {
                least = middle;
            } else {
                most = middle;
            }
        }
        return most;
    }

    private boolean isSince(int offset, Instant since) throws IOException {
        List<Value> found = page(offset, 1);
        return !found.isEmpty()
                && found.getFirst() instanceof Value.Members call
                && !time(call).isBefore(since);
    }

    private List<Value> page(int offset, int limit) throws IOException {
        HttpResponse<String> answer =
                records.get(
                        "/api/invocations?limit=" + limit + "&offset=" + offset,
                        HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != Records.OK) {
            throw records.refusal(answer.statusCode());
        }
        Value.Members wrapped = records.object("{\"calls\":" + answer.body() + "}");
        return wrapped.values().get("calls") instanceof Value.Items calls
                ? calls.values()
                : List.of();
    }

    private Instant time(Value.Members call) throws IOException {
        return OffsetDateTime.parse(records.needed(call, "timestamp")).toInstant();
    }

    private void show(String id, Value.Members call, PastCall.Reader reader) throws IOException {
        Value kept = call.values().get("arguments");
        if (kept instanceof Value.Members members && members.values().containsKey("_truncated")) {
            reader.leftOut();
            return;
        }
        reader.read(
                new PastCall(
                        id,
                        time(call),
                        records.needed(call, "server_name"),
                        records.needed(call, "tool_name"),
                        records.needed(call, "agent_id"),
                        kept instanceof Value.Members members
                                ? new String(ValueJson.of(members), StandardCharsets.UTF_8)
                                : null,
                        call.values().get("arguments_redacted_by") instanceof Value.Items rules
                                && !rules.values().isEmpty()));
    }
}
