package io.agentgate.gateway.audit;

import org.jspecify.annotations.Nullable;

/**
 * Who called what: the identifying half of a decision.
 *
 * @param session id of the client session
 * @param agent the agent the call is charged to
 * @param caller the authenticated principal behind the agent
 * @param server the upstream server's configured name
 * @param tool the tool's name as the server knows it
 * @param requestId the JSON-RPC id as the client spelled it, or null for a call without one
 */
public record CallOrigin(
        String session,
        String agent,
        String caller,
        String server,
        String tool,
        @Nullable String requestId) {}
