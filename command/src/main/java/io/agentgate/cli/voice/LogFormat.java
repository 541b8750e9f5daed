package io.agentgate.cli.voice;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How it is said on standard error. */
public enum LogFormat {
    /** A line for people. */
    PRETTY,
    /** A JSON object on a line. */
    JSON;

    /** All words there are. */
    public static List<String> words() {
        return Arrays.stream(values())
                .map(format -> format.name().toLowerCase(Locale.ROOT))
                .toList();
    }
}
