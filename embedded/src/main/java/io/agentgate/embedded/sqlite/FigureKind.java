package io.agentgate.embedded.sqlite;

import java.util.Locale;

/** What figures tell calls apart by. Every call counts once in each kind. */
enum FigureKind {
    SERVER,
    /** The tool of a server. */
    TOOL,
    AGENT,
    /** The rule or limit that decided; and whether the gateway refused the call. */
    RULE;

    /** The stored form. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
