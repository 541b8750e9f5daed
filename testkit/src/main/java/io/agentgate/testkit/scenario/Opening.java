package io.agentgate.testkit.scenario;

import io.agentgate.protocol.Id;
import io.agentgate.protocol.Request;
import io.agentgate.testkit.http.Reply;
import java.io.IOException;

/**
 * In which era a scripted server over HTTP speaks: what it answers whoever wants to know. That is
 * not part of its script.
 */
enum Opening {
    /** With {@code initialize}; what is asked before that is unknown to it. */
    HANDSHAKE {
        @Override
        boolean answers(Request request, Reply reply) throws IOException {
            switch (request.method()) {
                case "initialize" ->
                        reply.json(
                                result(
                                        request.id(),
                                        "\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},"
                                                + SERVER_INFO),
                                "Mcp-Session-Id: of-the-server");
                case "server/discover" -> refuse(request.id(), 404, -32601, reply);
                default -> {
                    return false;
                }
            }
            return true;
        }
    },
    /** With {@code server/discover}, and without sessions. */
    STATELESS {
        @Override
        boolean answers(Request request, Reply reply) throws IOException {
            switch (request.method()) {
                case "server/discover" ->
                        reply.json(
                                result(
                                        request.id(),
                                        "\"resultType\":\"complete\","
                                                + "\"supportedVersions\":[\"2026-07-28\"],"
                                                + "\"capabilities\":{},\"ttlMs\":0,"
                                                + "\"cacheScope\":\"private\""));
                case "initialize" -> refuse(request.id(), 404, -32601, reply);
                default -> {
                    return false;
                }
            }
            return true;
        }
    };

    private static final String SERVER_INFO =
            "\"serverInfo\":{\"name\":\"scripted\",\"version\":\"1\"}";

    /** Answers a request that asks for the era or begins a session; whether it was one. */
    abstract boolean answers(Request request, Reply reply) throws IOException;

    private static String result(Id id, String members) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":{" + members + "}}";
    }

    private static void refuse(Id id, int status, int code, Reply reply) throws IOException {
        reply.answer(
                status,
                "{\"jsonrpc\":\"2.0\",\"id\":"
                        + id
                        + ",\"error\":{\"code\":"
                        + code
                        + ",\"message\":\"not spoken here\"}}",
                "Content-Type: application/json");
    }
}
