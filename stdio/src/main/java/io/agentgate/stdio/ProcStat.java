package io.agentgate.stdio;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What {@code /proc/PID/stat} says about a process (proc_pid_stat(5)).
 *
 * @param session its session id; -1 if there is no such process
 * @param startTicks when it started, in clock ticks since the system did; with the pid this names a
 *     process for as long as the system runs
 */
record ProcStat(long session, long startTicks) {
    private static final ProcStat GONE = new ProcStat(-1, -1);
    private static final int SESSION = 3;
    private static final int START_TICKS = 19;

    static ProcStat of(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            // Fields are counted behind the name, which may hold blanks and parentheses itself.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", START_TICKS + 2);
            return new ProcStat(
                    Long.parseLong(fields[SESSION]), Long.parseLong(fields[START_TICKS]));
        } catch (IOException | RuntimeException gone) {
            return GONE;
        }
    }
}
