package io.agentgate.cli.voice;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How much is said on standard error; each level has what those before it have. */
public enum LogLevel {
    ERROR,
    WARN,
    INFO,
    DEBUG,
    /** A synonym of debug: there is nothing finer to tell that would not be payload. */
    TRACE;

    /** The word for it in a configuration. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** All words there are. */
    public static List<String> words() {
        return Arrays.stream(values()).map(LogLevel::word).toList();
    }

    /** Whether something of that level is said. */
    public boolean says(LogLevel other) {
        return other.compareTo(this) <= 0;
    }
}
