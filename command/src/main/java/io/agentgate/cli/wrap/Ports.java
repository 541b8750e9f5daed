package io.agentgate.cli.wrap;

import org.jspecify.annotations.Nullable;

/**
 * What the command line says about ports.
 *
 * @param metrics where metrics are shown, or null
 * @param dashboard where the dashboard of the home is, or null for where the configuration says
 */
record Ports(@Nullable Integer metrics, @Nullable Integer dashboard) {
    private static final int HIGHEST = 65_535;

    /** Nothing. */
    static final Ports NONE = new Ports(null, null);

    /** The port a text names, or null if it names none. */
    static @Nullable Integer parse(String text) {
        if (!text.matches("[1-9][0-9]{0,4}")) {
            return null;
        }
        int port = Integer.parseInt(text);
        return port <= HIGHEST ? (Integer) port : null;
    }

    Ports withMetrics(int port) {
        return new Ports(port, dashboard);
    }

    Ports withDashboard(int port) {
        return new Ports(metrics, port);
    }
}
