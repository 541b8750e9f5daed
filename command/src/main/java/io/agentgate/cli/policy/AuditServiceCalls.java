package io.agentgate.cli.policy;

import io.agentgate.policy.Value;
import io.agentgate.rehearsal.PastCall;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Calls as an audit-service exports them. What a call was about is with its events, which are asked
 * for one by one.
 */
record AuditServiceCalls(Records records) {

    /** Shows the call of a line of the export. */
    void show(String line, PastCall.Reader reader) throws IOException {
        Value.Members call = records.object(line);
        String id = records.needed(call, "decisionId");
        String arguments = null;
        if (call.values().get("argumentsBytes") instanceof Value.Scalar(String bytes)
                && !bytes.equals("null")) {
            String kept = kept(id);
            if (kept == null
                    || kept.getBytes(StandardCharsets.UTF_8).length != Long.parseLong(bytes)) {
                reader.leftOut();
                return;
            }
            arguments = kept;
        }
        reader.read(
                new PastCall(
                        id,
                        Instant.parse(records.needed(call, "time")),
                        records.needed(call, "server"),
                        records.needed(call, "tool"),
                        records.needed(call, "agent"),
                        arguments,
                        call.values().get("argumentsRedactedBy") instanceof Value.Items rules
                                && !rules.values().isEmpty()));
    }

    /** The text of the arguments, as much as is kept; null if nothing is. */
    private @Nullable String kept(String id) throws IOException {
        HttpResponse<String> answer =
                records.get("/api/calls/" + id, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != Records.OK) {
            throw records.refusal(answer.statusCode());
        }
        Value.Members whole = records.object(answer.body());
        Value.Members data = member(member(whole, "decided"), "data");
        return Records.text(member(data, "arguments"), "text");
    }

    private static Value.Members member(Value.Members object, String name) {
        return object.values().get(name) instanceof Value.Members member
                ? member
                : Value.Members.NONE;
    }
}
