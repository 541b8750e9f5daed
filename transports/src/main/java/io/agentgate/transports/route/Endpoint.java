package io.agentgate.transports.route;

import org.jspecify.annotations.Nullable;

/** A way to speak with what stands behind a route: what the last part of a path says. */
public enum Endpoint {
    /** Streamable HTTP. */
    STREAMABLE("/mcp"),
    /** WebSocket. */
    SOCKET("/ws"),
    /** What clients of HTTP with SSE hear. */
    EVENTS("/sse"),
    /** What they say. */
    MESSAGES("/messages");

    private final String path;

    Endpoint(String path) {
        this.path = path;
    }

    /** The end of its paths, and the whole of its path in front. */
    public String path() {
        return path;
    }

    /** That of a path, wherever it may lead; null if there is none. */
    public static @Nullable Endpoint of(String path) {
        for (Endpoint each : values()) {
            if (path.endsWith(each.path)) {
                return each;
            }
        }
        return null;
    }
}
