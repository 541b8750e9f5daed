package io.agentgate.cli.splice;

import java.util.List;

/** A line of a TOML text that says something, or several for a long value. */
public sealed interface TomlStatement {
    /** The whole name, from the root. */
    List<String> path();

    /** Offset of the first character. */
    int start();

    /** Offset behind the last that counts; a comment behind it does not. */
    int end();

    /**
     * A table's header.
     *
     * @param array whether it adds an element to an array of tables
     */
    record Header(List<String> path, boolean array, int start, int end) implements TomlStatement {
        public Header {
            path = List.copyOf(path);
        }
    }

    /**
     * A key and its value.
     *
     * @param strings the strings in the value, with their quotes
     */
    record Pair(List<String> path, int start, int valueStart, int end, List<Span> strings)
            implements TomlStatement {
        public Pair {
            path = List.copyOf(path);
            strings = List.copyOf(strings);
        }
    }
}
