package io.agentgate.gateway.call;

import io.agentgate.protocol.Value;
import org.jspecify.annotations.Nullable;

/**
 * What a client calls itself (MCP 2025-11-25, schema, Implementation): to be shown, never to be
 * believed.
 *
 * @param version null where it says none
 */
public record ClientInfo(String name, @Nullable String version) {
    /** What is beyond that is cut off, in UTF-16 units. */
    static final int MAX_TEXT = 128;

    /** What stands in an object; null if that names nobody. */
    static @Nullable ClientInfo of(@Nullable Value info) {
        String name = text(info, "name");
        return name == null ? null : new ClientInfo(name, text(info, "version"));
    }

    private static @Nullable String text(@Nullable Value info, String member) {
        Value value = info == null ? null : info.member(member);
        String text = value == null ? null : value.text();
        return text == null || text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
    }
}
