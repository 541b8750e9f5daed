package io.agentgate.cli.clients;

import java.util.Locale;

/** The kinds of systems that keep files in different places. */
public enum OperatingSystem {
    LINUX,
    MAC,
    WINDOWS;

    /** The one of a name as Java gives it. */
    static OperatingSystem of(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.contains("mac") || lower.contains("darwin")) {
            return MAC;
        }
        return lower.startsWith("windows") ? WINDOWS : LINUX;
    }
}
