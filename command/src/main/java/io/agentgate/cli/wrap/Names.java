package io.agentgate.cli.wrap;

import org.jspecify.annotations.Nullable;

/**
 * The names in records that the command line gives.
 *
 * @param agent the agent's, or null for the user's
 * @param server the server's, or null for what the configuration or its command says
 */
record Names(@Nullable String agent, @Nullable String server) {
    private static final int MAX_SERVER = 128;

    /** None is given. */
    static final Names NONE = new Names(null, null);

    /** Whether a text is a word, as the configuration wants it of a server's name too. */
    static boolean canBeServer(String text) {
        return text.length() <= MAX_SERVER && text.chars().allMatch(c -> c > ' ' && c != 127);
    }

    Names withAgent(String name) {
        return new Names(name, server);
    }

    Names withServer(String name) {
        return new Names(agent, name);
    }
}
