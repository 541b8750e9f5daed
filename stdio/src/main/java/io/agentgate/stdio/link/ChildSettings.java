package io.agentgate.stdio.link;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How the children of one server are started, and how many of them live.
 *
 * @param server configured name of the server
 * @param command its words; the first is looked up in the {@code PATH} of the environment
 * @param environment makes a child's environment from ours
 * @param directory its working directory; null for ours
 * @param mostChildren the most that live at the same time, those that are being ended included
 */
public record ChildSettings(
        String server,
        List<String> command,
        Consumer<Map<String, String>> environment,
        @Nullable Path directory,
        int mostChildren,
        ChildTimings timings) {
    public static final int MOST_CHILDREN = 100;

    public ChildSettings {
        command = List.copyOf(command);
        if (command.isEmpty()) {
            throw new IllegalArgumentException("a server without a command");
        }
        if (mostChildren < 1) {
            throw new IllegalArgumentException("no child may live: " + mostChildren);
        }
    }

    /** With the usual number of children and the usual timings. */
    public ChildSettings(
            String server,
            List<String> command,
            Consumer<Map<String, String>> environment,
            @Nullable Path directory) {
        this(server, command, environment, directory, MOST_CHILDREN, ChildTimings.USUAL);
    }

    /** The name only: words of a command may be secrets. */
    @Override
    public String toString() {
        return "ChildSettings[" + server + "]";
    }
}
