package io.agentgate.gateway.redact;

import java.util.Set;

/**
 * The places of a server's message whose text is an identifier: changing it would break the
 * protocol, so it is never rewritten. Array positions are written as {@code *}.
 */
final class OpaquePlaces {
    private static final Set<String> PLACES =
            Set.of(
                    "/jsonrpc",
                    "/id",
                    "/method",
                    "/params/_meta/progressToken",
                    "/params/progressToken",
                    "/params/requestId",
                    "/params/taskId",
                    "/params/elicitationId",
                    "/result/_meta/progressToken",
                    "/result/nextCursor",
                    "/result/requestState",
                    "/result/resultType",
                    "/result/protocolVersion",
                    "/result/serverInfo/name",
                    "/result/serverInfo/version",
                    "/result/task/taskId",
                    "/result/taskId",
                    "/result/tools/*/name",
                    "/result/prompts/*/name",
                    "/result/prompts/*/arguments/*/name",
                    "/result/content/*/type",
                    "/result/messages/*/role",
                    "/result/messages/*/content/type");

    private OpaquePlaces() {}

    static boolean contain(String place) {
        return PLACES.contains(place);
    }
}
