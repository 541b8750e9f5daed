package io.agentgate.gateway.federation;

import io.agentgate.gateway.call.Refusal;
import io.agentgate.protocol.ErrorCode;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.JsonWriter;
import io.agentgate.protocol.Replies;
import java.util.Collection;
import java.util.Map;

/** What the client is told if not one server has a part in the answer. */
final class NobodyAnswered {
    private NobodyAnswered() {}

    static Frame frame(Id id, Gathering gathering) {
        Collection<Outcome> outcomes = gathering.outcomes().values();
        if (outcomes.size() == 1 && outcomes.iterator().next() instanceof Outcome.Refused refused) {
            JsonWriter json = new JsonWriter().beginObject().name("jsonrpc").value("2.0");
            json.name("id").raw(id.raw()).name("error").raw(refused.error().bytes());
            return Frame.of(json.endObject().toBytes());
        }
        Map<Member, Trouble> troubles = gathering.troubles();
        JsonWriter data = new JsonWriter().beginObject().name("servers");
        Trouble.write(data, troubles);
        return Replies.error(
                id,
                code(outcomes),
                "No server answered: " + Trouble.line(troubles),
                data.endObject().toBytes());
    }

    /** The servers' own, if they agree. */
    private static int code(Collection<Outcome> outcomes) {
        boolean first = true;
        int code = Refusal.UNAVAILABLE;
        for (Outcome outcome : outcomes) {
            int own =
                    outcome instanceof Outcome.Refused refused
                            ? refused.code()
                            : Refusal.UNAVAILABLE;
            if (!first && own != code) {
                return ErrorCode.INTERNAL_ERROR;
            }
            code = own;
            first = false;
        }
        return code;
    }
}
