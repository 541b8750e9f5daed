package io.agentgate.cli.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How it is said on standard error. */
public enum LogFormat {
    /** A line for people. */
    PRETTY,
    /** A JSON object on a line. */
    JSON;

    static List<String> words() {
        return Arrays.stream(values())
                .map(format -> format.name().toLowerCase(Locale.ROOT))
                .toList();
    }
}
