package io.agentgate.stdio;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
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

    /** What the kernel calls the pipes to the server; empty where it does not say. */
    private final Set<String> pipes;

    private ChildProcess(Process process, boolean ownSession, Set<String> pipes) {
        this.process = process;
        this.ownSession = ownSession;
        this.pipes = pipes;
    }

    /**
     * Starts a server with our standard error.
     *
     * @param environment makes its environment from ours
     * @param directory its working directory; null for ours
     * @throws ChildStartException if the command cannot be run, with the exit code that says so
     */
    public static ChildProcess start(
            List<String> command,
            Consumer<Map<String, String>> environment,
            @Nullable Path directory)
            throws ChildStartException {
        checkDirectory(command, directory);
        // Standard error is ours, and whoever else holds it is no part of the server.
        return start(command, environment, directory, ProcessBuilder.Redirect.INHERIT);
    }

    private static void checkDirectory(List<String> command, @Nullable Path directory)
            throws ChildStartException {
        if (directory != null && !Files.isDirectory(directory)) {
            throw new ChildStartException(
                    command.getFirst(), "no such working directory", NOT_EXECUTABLE);
        }
    }

    /**
     * Starts a server whose standard error is a pipe, too: whoever calls this must read {@link
     * #errors} to its end, or the server stops once the pipe is full.
     *
     * @param environment makes its environment from ours
     * @param directory its working directory; null for ours
     * @throws ChildStartException if the command cannot be run there
     */
    public static ChildProcess startPiped(
            List<String> command,
            Consumer<Map<String, String>> environment,
            @Nullable Path directory)
            throws ChildStartException {
        checkDirectory(command, directory);
        return start(command, environment, directory, ProcessBuilder.Redirect.PIPE);
    }

    private static ChildProcess start(
            List<String> command,
            Consumer<Map<String, String>> environment,
            @Nullable Path directory,
            ProcessBuilder.Redirect errors)
            throws ChildStartException {
        List<String> line = new ArrayList<>();
        Path setsid = SearchPath.OURS.find("setsid");
        Path setpriv = SearchPath.OURS.find("setpriv");
        boolean ownSession = setsid != null && SessionProcesses.supported();
        if (ownSession && setsid != null) {
            line.add(setsid.toString());
            if (setpriv != null && !isBusybox(setpriv)) {
                line.addAll(List.of(setpriv.toString(), "--pdeathsig", "KILL", "--"));
            }
        }
        line.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(line).redirectError(errors);
        environment.accept(builder.environment());
        // What stands before the command looks for it where its own environment says.
        SearchPath path =
                ownSession ? SearchPath.of(builder.environment().get("PATH")) : SearchPath.OURS;
        if (directory != null) {
            builder.directory(directory.toFile());
            path = path.from(directory);
        }
        checkRunnable(command.getFirst(), path);
        try {
            Process process = builder.start();
            boolean allPiped = errors.equals(ProcessBuilder.Redirect.PIPE);
            return new ChildProcess(process, ownSession, allPiped ? pipes(process) : Set.of());
        } catch (IOException notStarted) {
            throw new ChildStartException(
                    command.getFirst(), String.valueOf(notStarted.getMessage()), NOT_EXECUTABLE);
        }
    }

    /** Looked up while the number is certainly that of our process. */
    private static Set<String> pipes(Process process) {
        Set<String> pipes = SessionProcesses.pipes(process.pid());
        return process.isAlive() ? pipes : Set.of();
    }

    private static void checkRunnable(String command, SearchPath path) throws ChildStartException {
        Path found = path.find(command);
        if (found == null || !Files.exists(found)) {
            throw new ChildStartException(command, "no such command", NOT_FOUND);
        }
        if (Files.isDirectory(found) || !Files.isExecutable(found)) {
            throw new ChildStartException(command, "not executable", NOT_EXECUTABLE);
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

    /** What the server writes. */
    public InputStream output() {
        return process.getInputStream();
    }

    /** What the server writes for people; ends at once unless it was started with a pipe for it. */
    public InputStream errors() {
        return process.getErrorStream();
    }

    /** What the server reads. */
    public OutputStream input() {
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

    /** Done when the server, but perhaps not all that it started, has ended. */
    public CompletableFuture<?> onExit() {
        return process.onExit();
    }

    /** The exit code as a shell reports it: 128 + n after signal n. Only after its end. */
    public int exitCode() {
        return process.exitValue();
    }

    /** Sends a signal to the server and the processes of its group. */
    public void signal(String name) {
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

    /**
     * Ends the processes that still hold one of the server's pipes, whatever session they have
     * moved to: a pipe without a name reaches none but what the server started. To be called behind
     * {@link #killTree}, which does not find what a server that is gone has let loose. Does nothing
     * for a server with our standard error.
     */
    public void killHolders() {
        SessionProcesses.holding(pipes).forEach(ProcessHandle::destroyForcibly);
    }

    /**
     * Where commands are looked up, as execvp(3) does.
     *
     * @param from what relative directories are relative to
     */
    private record SearchPath(String directories, Path from) {
        private static final SearchPath OURS = of(System.getenv("PATH"));

        static SearchPath of(@Nullable String directories) {
            return new SearchPath(
                    directories == null ? "/usr/local/bin:/usr/bin:/bin" : directories,
                    Path.of(""));
        }

        SearchPath from(Path directory) {
            return new SearchPath(directories, directory);
        }

        /** Finds a command by its name; a path is taken as it is, whatever it leads to. */
        @Nullable Path find(String name) {
            if (name.contains("/")) {
                return from.resolve(name);
            }
            for (String directory : directories.split(":")) {
                Path candidate = from.resolve(directory.isEmpty() ? "." : directory).resolve(name);
                if (Files.isExecutable(candidate) && !Files.isDirectory(candidate)) {
                    return candidate;
                }
            }
            return null;
        }
    }
}
