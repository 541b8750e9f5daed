package io.agentgate.backends;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A program that was started here, and does not outlive this process. */
final class ChildProcess {
    private static final Duration POLL = Duration.ofMillis(30);
    private static final int SHOWN = 4_000;
    private static final long ENDING_SECONDS = 20;

    private final Process process;
    private final Lifeline lifeline;
    private final Path log;

    private ChildProcess(Process process, Lifeline lifeline, Path log) {
        this.process = process;
        this.lifeline = lifeline;
        this.log = log;
    }

    /** What says whether a program is ready to be used. */
    interface Probe {
        boolean isReady() throws IOException;
    }

    /**
     * Starts a program.
     *
     * @param environment added to that of this process
     * @param log where all it says is appended
     */
    static ChildProcess start(List<String> command, Map<String, String> environment, Path log)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        Process process = builder.start();
        process.getOutputStream().close();
        return new ChildProcess(process, Lifeline.to(process.pid(), "KILL"), log);
    }

    /** Waits until a probe says yes; ends the program if that takes too long. */
    void await(Probe probe, Duration patience) throws IOException {
        long start = System.nanoTime();
        while (!ready(probe)) {
            boolean ended = !process.isAlive();
            if (ended || System.nanoTime() - start > patience.toNanos()) {
                kill();
                throw new IOException(
                        (ended ? "it ended with " + process.exitValue() : "not ready in time")
                                + "; "
                                + log
                                + " ends with:\n"
                                + tail());
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    private static boolean ready(Probe probe) {
        try {
            return probe.isReady();
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Waits for a program that does its work and ends. */
    void awaitSuccess(Duration patience) throws IOException {
        if (!ended(patience.toSeconds()) || process.exitValue() != 0) {
            kill();
            throw new IOException(
                    "it ended with " + process.exitValue() + "; " + log + " ends with:\n" + tail());
        }
        lifeline.close();
    }

    private String tail() throws IOException {
        String all = new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
        return all.substring(Math.max(0, all.length() - SHOWN));
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** TERM, and KILL to one that does not listen. */
    void end() throws IOException {
        process.destroy();
        if (!ended(ENDING_SECONDS)) {
            process.destroyForcibly();
            ended(ENDING_SECONDS);
        }
        lifeline.close();
    }

    /** KILL. */
    void kill() throws IOException {
        process.destroyForcibly();
        ended(ENDING_SECONDS);
        lifeline.close();
    }

    private boolean ended(long seconds) throws IOException {
        try {
            return process.waitFor(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            lifeline.close();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a program ends", e);
        }
    }
}
