package io.agentgate.gateway.federation;

/** When a client sees a name or URI of a server with the server's name before it. */
public enum PrefixMode {
    /**
     * Always: {@code fs__read_file}, {@code fs+file:///a}. A name is the same whatever other
     * servers there are.
     */
    ALWAYS,
    /**
     * Where two servers have the name or the URI. One of them keeps it bare: the one a client saw
     * it of, else the first in configured order.
     */
    CONFLICT,
    /**
     * Never. The first server in configured order owns a name; what others call the same is not
     * shown in lists. Pages of MCP Apps need this: they call tools by their bare names.
     */
    NEVER
}
