package io.agentgate.gateway.lifting;

/** Names in {@code _meta} that MCP keeps for itself (MCP 2026-07-28, basic, {@code _meta}). */
final class Reserved {
    static final String PREFIX = "io.modelcontextprotocol/";
    static final String SERVER_INFO = PREFIX + "serverInfo";
    static final String SUBSCRIPTION_ID = PREFIX + "subscriptionId";
    static final String LOG_LEVEL = PREFIX + "logLevel";
    static final String META = "_meta";

    /** The one member that has no prefix and is no context of a trace. */
    static final String PROGRESS_TOKEN = "progressToken";

    private Reserved() {}
}
