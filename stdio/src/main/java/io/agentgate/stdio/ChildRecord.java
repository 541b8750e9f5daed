package io.agentgate.stdio;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * Who runs which server, in a form that stays true: process ids are used again, within a boot and
 * by other containers, so each stands with what makes it unique.
 *
 * @param system the boot and the process id namespace; ids of another mean nothing here
 * @param marks what the kernel calls the server's pipes and group; see {@link SessionProcesses}
 * @param ownSession whether the server leads a session of its own
 */
record ChildRecord(
        String system,
        long gateway,
        long gatewayTicks,
        long server,
        long serverTicks,
        Set<String> marks,
        boolean ownSession) {
    private static final int LINES = 7;
    private static final int LOOKS = 100;
    private static final long LOOK_NANOS = 1_000_000;

    static ChildRecord of(ChildProcess child) {
        long gateway = ProcessHandle.current().pid();
        return new ChildRecord(
                thisSystem(),
                gateway,
                ProcStat.of(gateway).startTicks(),
                child.pid(),
                ProcStat.of(child.pid()).startTicks(),
                marks(child),
                child.ownSession());
    }

    private static Set<String> marks(ChildProcess child) {
        // The group is formed with the session, a moment after the process has begun.
        for (int i = 0; i < LOOKS && child.ownSession() && child.isAlive(); i++) {
            if (ProcStat.of(child.pid()).session() == child.pid()) {
                break;
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return Set.copyOf(SessionProcesses.marks(child.pid()));
    }

    /** Reads a record; throws for anything that is not one. */
    static ChildRecord read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        if (lines.size() != LINES) {
            throw new IOException("not a record of a server");
        }
        try {
            return new ChildRecord(
                    lines.get(0),
                    Long.parseLong(lines.get(1)),
                    Long.parseLong(lines.get(2)),
                    Long.parseLong(lines.get(3)),
                    Long.parseLong(lines.get(4)),
                    Set.of(lines.get(5).isEmpty() ? new String[0] : lines.get(5).split(" ")),
                    Boolean.parseBoolean(lines.get(6)));
        } catch (IllegalArgumentException damaged) {
            throw new IOException("not a record of a server", damaged);
        }
    }

    List<String> lines() {
        return List.of(
                system,
                Long.toString(gateway),
                Long.toString(gatewayTicks),
                Long.toString(server),
                Long.toString(serverTicks),
                String.join(" ", marks),
                Boolean.toString(ownSession));
    }

    boolean isOfThisSystem() {
        return system.equals(thisSystem());
    }

    boolean gatewayRuns() {
        return gatewayTicks >= 0 && ProcStat.of(gateway).startTicks() == gatewayTicks;
    }

    boolean serverRuns() {
        return serverTicks >= 0 && ProcStat.of(server).startTicks() == serverTicks;
    }

    private static String thisSystem() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip()
                    + " "
                    + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
        } catch (IOException | UnsupportedOperationException unknown) {
            return "unknown";
        }
    }
}
