package io.agentgate.testkit.http;

import org.jspecify.annotations.Nullable;

/** A whole answer. */
public record Answer(Head head, String body) {
    public int status() {
        return head.status();
    }

    /** The value of a header, or null. */
    public @Nullable String header(String name) {
        return head.header(name);
    }
}
