package io.agentgate.cli.wrap;

import java.util.List;

/** The server that a command line asks for. */
sealed interface Wrapped {

    /** The one that this command starts. */
    record ByCommand(List<String> words) implements Wrapped {
        public ByCommand {
            words = List.copyOf(words);
        }
    }

    /** The one that the configuration knows by this name. */
    record ByName(String name) implements Wrapped {}
}
