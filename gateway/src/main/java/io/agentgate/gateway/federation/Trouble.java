package io.agentgate.gateway.federation;

import io.agentgate.protocol.JsonWriter;
import java.util.Map;

/**
 * Why a server has no part in an answer, as clients are told in {@code
 * _meta["io.agentgate/servers"]}.
 *
 * @param state one word
 * @param reason words without a secret
 */
record Trouble(String state, String reason) {
    /** The member of {@code _meta} that names servers. */
    static final String KEY = "io.agentgate/servers";

    /** Writes an object with a member for each server. */
    static void write(JsonWriter json, Map<Member, Trouble> troubles) {
        json.beginObject();
        troubles.forEach(
                (member, trouble) ->
                        json.name(member.name().text)
                                .beginObject()
                                .name("state")
                                .value(trouble.state())
                                .name("reason")
                                .value(trouble.reason())
                                .endObject());
        json.endObject();
    }

    /** One line for people. */
    static String line(Map<Member, Trouble> troubles) {
        StringBuilder line = new StringBuilder();
        troubles.forEach(
                (member, trouble) ->
                        line.append(line.isEmpty() ? "" : "; ")
                                .append(member.name().text)
                                .append(": ")
                                .append(trouble.reason()));
        return line.toString();
    }
}
