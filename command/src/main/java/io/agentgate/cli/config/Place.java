package io.agentgate.cli.config;

import java.nio.file.Path;

/** Where a value of the configuration comes from, as messages name it. */
sealed interface Place {

    /** What a message begins with. */
    String prefix();

    /** A character of a file; lines and columns count from 1. */
    record InFile(Path file, int line, int column) implements Place {
        @Override
        public String prefix() {
            return file + ":" + line + ":" + column + ": ";
        }
    }

    /** An environment variable. */
    record Variable(String name) implements Place {
        @Override
        public String prefix() {
            return "environment variable " + name + ": ";
        }
    }
}
