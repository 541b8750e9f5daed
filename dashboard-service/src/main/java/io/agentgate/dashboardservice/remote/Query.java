package io.agentgate.dashboardservice.remote;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A path with what is asked for behind its question mark. */
public final class Query {
    private final StringBuilder text;
    private char next = '?';

    public Query(String path) {
        this.text = new StringBuilder(path);
    }

    /** Adds a parameter; null is left out. */
    public Query with(String name, @Nullable Object value) {
        if (value != null) {
            text.append(next).append(name).append('=').append(encoded(value.toString()));
            next = '&';
        }
        return this;
    }

    /** A text as a part of a path, or as a parameter's value. */
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
