package io.agentgate.testkit.http;

import org.jspecify.annotations.Nullable;

/** A whole request. */
public record Received(Head head, String body) {
    public String method() {
        return head.method();
    }

    /** The value of a header, or null. */
    public @Nullable String header(String name) {
        return head.header(name);
    }
}
