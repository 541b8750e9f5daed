package io.agentgate.cli.demo;

import java.util.Locale;

/** How a call of the demo can end, as its agent sees it. */
enum DemoOutcome {
    ALLOWED,
    DENIED,
    REDACTED,
    RATE_LIMITED,
    FAILED;

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
