package io.agentgate.cli.wrap;

import io.agentgate.stdio.ChildProcess;
import io.agentgate.stdio.Leftovers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** The server of this process, noted in the home so that it is ended even if we are killed. */
final class RememberedChild implements AutoCloseable {
    private final Leftovers leftovers;
    private final Path file;

    /**
     * Writes the note.
     *
     * @param directory the home's directory for records of running processes
     * @param writer a name that no other process has
     */
    RememberedChild(Path directory, String writer, ChildProcess child) throws IOException {
        leftovers = new Leftovers(directory);
        file = leftovers.remember(writer, child);
    }

    /** Ends the servers of processes that were killed. */
    void endOthers(Consumer<String> say) {
        try {
            leftovers.end();
        } catch (IOException unreadable) {
            say.accept("cannot look for leftovers: " + unreadable);
        }
    }

    @Override
    public void close() throws IOException {
        Leftovers.forget(file);
    }
}
