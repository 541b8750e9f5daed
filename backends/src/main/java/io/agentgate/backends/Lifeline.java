package io.agentgate.backends;

import java.io.IOException;

/**
 * A tie between a process and this one: when this one ends, however it does, so does the other.
 *
 * <p>A shell reads from us; what it reads ends when we do, and then it sends the signal. Unlike a
 * death signal of the kernel, this works on every Unix and whichever thread starts the process;
 * unlike a shutdown hook, it also works when we are killed.
 */
final class Lifeline implements AutoCloseable {
    private static final String WATCH =
            "trap '' INT TERM HUP; cat >/dev/null; kill -s \"$1\" \"$0\" 2>/dev/null";

    private final Process watcher;

    private Lifeline(Process watcher) {
        this.watcher = watcher;
    }

    /**
     * Ties a process.
     *
     * @param signal what it gets: {@code KILL}, or one that lets it end its own children
     */
    static Lifeline to(long pid, String signal) throws IOException {
        return new Lifeline(
                new ProcessBuilder("sh", "-c", WATCH, Long.toString(pid), signal)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start());
    }

    /** Unties it. */
    @Override
    public void close() {
        watcher.toHandle().descendants().forEach(ProcessHandle::destroyForcibly);
        watcher.destroyForcibly();
    }
}
