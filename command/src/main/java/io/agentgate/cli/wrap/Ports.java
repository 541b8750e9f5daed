package io.agentgate.cli.wrap;

import org.jspecify.annotations.Nullable;

/**
 * What the command line says about ports.
 *
 * @param metrics where metrics are shown, or null
 */
record Ports(@Nullable Integer metrics, boolean dashboardAsked) {
    private static final int HIGHEST = 65_535;

    /** Nothing. */
    static final Ports NONE = new Ports(null, false);

    /** The port a text names, or null if it names none. */
    static @Nullable Integer parse(String text) {
        if (!text.matches("[1-9][0-9]{0,4}")) {
            return null;
        }
        int port = Integer.parseInt(text);
        return port <= HIGHEST ? (Integer) port : null;
    }

    Ports withMetrics(int port) {
        return new Ports(port, dashboardAsked);
    }

    Ports withDashboard() {
        return new Ports(metrics, true);
    }
}
