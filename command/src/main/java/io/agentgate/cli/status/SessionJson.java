package io.agentgate.cli.status;

import io.agentgate.gateway.call.ClientInfo;
import io.agentgate.gateway.call.SessionIdentity;
import io.agentgate.protocol.JsonWriter;
import io.agentgate.protocol.Value;
import java.util.List;

/** A {@link SessionState} as a JSON object. */
final class SessionJson {
    private SessionJson() {}

    static void write(JsonWriter json, List<SessionState> sessions) {
        json.beginArray();
        for (SessionState session : sessions) {
            SessionIdentity identity = session.identity();
            json.beginObject().name("id").value(identity.id());
            json.name("agent").value(identity.agent());
            json.name("caller").value(identity.caller());
            json.name("server").value(identity.server());
            ClientInfo client = session.client();
            StateJson.text(json.name("client"), client == null ? null : client.name());
            StateJson.text(json.name("client_version"), client == null ? null : client.version());
            StateJson.text(json.name("protocol"), session.protocol());
            json.name("began").value(session.began().toString());
            json.name("last_used").value(session.lastUsed().toString());
            json.endObject();
        }
        json.endArray();
    }

    static SessionState read(Value one) {
        AnswerMembers members = new AnswerMembers(one);
        String client = members.textOrNull("client");
        return new SessionState(
                new SessionIdentity(
                        members.text("id"),
                        members.text("agent"),
                        members.text("caller"),
                        members.text("server")),
                client == null
                        ? null
                        : new ClientInfo(client, members.textOrNull("client_version")),
                members.textOrNull("protocol"),
                members.time("began"),
                members.time("last_used"));
    }
}
