package io.agentgate.embedded.sqlite;

/**
 * What the calls of one figure have in common; with level and start the key of its row.
 *
 * @param server empty but for servers and tools
 * @param name of the tool, agent or rule; empty for servers, the default and what is folded
 * @param refused whether the gateway refused them, for rules; false for all else
 * @param folded whether the name is one of those that are not told apart
 */
record FigureSeries(
        FigureKind kind,
        String server,
        String name,
        String status,
        boolean refused,
        boolean folded) {

    /** The columns that tell the series of one kind apart. */
    static final String COLUMNS = "server, name, status, refused, folded";

    /** The same without a name. */
    FigureSeries fold() {
        return new FigureSeries(kind, server, "", status, refused, true);
    }
}
