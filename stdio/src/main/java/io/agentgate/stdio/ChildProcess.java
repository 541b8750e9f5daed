package io.agentgate.stdio;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The server as our child: started in a session of its own, so that its whole tree can be found and
 * ended, and bound to our life by the kernel where that is possible.
 *
 * <p>The parent-death signal follows the thread that starts the child, not the process: start it
 * from a thread that lives as long as we do.
 */
public final class ChildProcess {
    /** Exit codes of shells for commands that cannot be run (POSIX.1, XCU 2.8.2). */
    public static final int NOT_EXECUTABLE = 126;

    public static final int NOT_FOUND = 127;

    private final Process process;
    private final boolean ownSession;

    private ChildProcess(Process process, boolean ownSession) {
        this.process = process;
        this.ownSession = ownSession;
    }

    /**
     * Starts a server with our working directory and standard error.
     *
     * @param environment makes its environment from ours
     * @throws ChildStartException if the command cannot be run, with the exit code that says so
     */
    public static ChildProcess start(
            List<String> command, Consumer<Map<String, String>> environment)
            throws ChildStartException {
        checkRunnable(command.getFirst());
        List<String> line = new ArrayList<>();
        Path setsid = SearchPath.find("setsid");
        Path setpriv = SearchPath.find("setpriv");
        boolean ownSession = setsid != null && SessionProcesses.supported();
        if (ownSession && setsid != null) {
            line.add(setsid.toString());
            if (setpriv != null && !isBusybox(setpriv)) {
                line.addAll(List.of(setpriv.toString(), "--pdeathsig", "KILL", "--"));
            }
        }
        line.addAll(command);
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.INHERIT);
            environment.accept(builder.environment());
            return new ChildProcess(builder.start(), ownSession);
        } catch (IOException notStarted) {
            throw new ChildStartException(
                    "cannot start `" + command.getFirst() + "`: " + notStarted.getMessage(),
                    NOT_EXECUTABLE);
        }
    }

    private static void checkRunnable(String command) throws ChildStartException {
        Path found = command.contains("/") ? Path.of(command) : SearchPath.find(command);
        if (found == null || !Files.exists(found)) {
            throw new ChildStartException(
                    "cannot start `" + command + "`: no such command", NOT_FOUND);
        }
        if (Files.isDirectory(found) || !Files.isExecutable(found)) {
            throw new ChildStartException(
                    "cannot start `" + command + "`: not executable", NOT_EXECUTABLE);
        }
    }

    /** Busybox has a setpriv that does not know the parent-death signal. */
    private static boolean isBusybox(Path command) {
        try {
            return command.toRealPath().getFileName().toString().contains("busybox");
        } catch (IOException unreadable) {
            return true;
        }
    }

    InputStream output() {
        return process.getInputStream();
    }

    OutputStream input() {
        return process.getOutputStream();
    }

    /** The server's process id; with a session of its own also that session's id. */
    public long pid() {
        return process.pid();
    }

    /**
     * Whether {@link #pid} is the id of a session that holds the server's tree and nothing else.
     */
    public boolean ownSession() {
        return ownSession;
    }

    /** The process itself, for its start time. */
    public ProcessHandle handle() {
        return process.toHandle();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    boolean waitFor(long millis) {
        try {
            return process.waitFor(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException unexpected) {
            // Nobody interrupts the thread that owns the child.
            throw new IllegalStateException(unexpected);
        }
    }

    /** The exit code as a shell reports it: 128 + n after signal n. */
    int exitCode() {
        return process.exitValue();
    }

    /** Sends a signal to the server and the processes of its group. */
    void signal(String name) {
        String target = (ownSession ? "-" : "") + process.pid();
        if (!process.isAlive()) {
            return;
        }
        try {
            Process kill =
                    new ProcessBuilder("kill", "-s", name, "--", target)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            kill.waitFor(1, TimeUnit.SECONDS);
        } catch (IOException | InterruptedException noKillCommand) {
            process.destroy();
        }
    }

    /** Ends every process of the server's tree that still runs. */
    public void killTree() {
        List<ProcessHandle> tree = new ArrayList<>(process.descendants().toList());
        tree.add(process.toHandle());
        if (ownSession) {
            tree.addAll(SessionProcesses.of(process.pid()));
        }
        tree.forEach(ProcessHandle::destroyForcibly);
    }

    /** Where a command of this name lies, as the system would look it up. */
    private static final class SearchPath {
        private SearchPath() {}

        static @Nullable Path find(String name) {
            String path = System.getenv("PATH");
            if (path == null) {
                path = "/usr/local/bin:/usr/bin:/bin";
            }
            for (String directory : path.split(":")) {
                Path candidate = Path.of(directory.isEmpty() ? "." : directory, name);
                if (Files.isExecutable(candidate) && !Files.isDirectory(candidate)) {
                    return candidate;
                }
            }
            return null;
        }
    }
}
