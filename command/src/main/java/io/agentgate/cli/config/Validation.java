package io.agentgate.cli.config;

import org.jspecify.annotations.Nullable;

/** The key of a server's table that says whether arguments of its tools are validated. */
final class Validation {
    static final String KEY = "validate_arguments";

    private Validation() {}

    /**
     * Reads it.
     *
     * @param of what the table is called in messages
     */
    static boolean read(ConfigFile file, String of, @Nullable ConfigTable table) {
        Object value = table == null ? null : table.get(KEY);
        if (table != null && value != null && !(value instanceof Boolean)) {
            file.report(table.placeOf(KEY), "`" + of + "." + KEY + "` must be true or false");
        }
        return value instanceof Boolean truth && truth;
    }
}
