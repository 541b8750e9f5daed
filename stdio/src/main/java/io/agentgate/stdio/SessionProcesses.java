package io.agentgate.stdio;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The processes of one POSIX session, as Linux shows them in {@code /proc}. */
final class SessionProcesses {
    private static final Path PROC = Path.of("/proc");

    private SessionProcesses() {}

    static boolean supported() {
        return Files.isReadable(PROC.resolve("self/stat"));
    }

    /** All running processes whose session id is {@code session}. */
    static List<ProcessHandle> of(long session) {
        List<ProcessHandle> members = new ArrayList<>();
        try (Stream<Path> entries = Files.list(PROC)) {
            for (Path entry : (Iterable<Path>) entries::iterator) {
                String name = entry.getFileName().toString();
                if (Character.isDigit(name.charAt(0)) && sessionOf(entry) == session) {
                    ProcessHandle.of(Long.parseLong(name)).ifPresent(members::add);
                }
            }
        } catch (IOException noProc) {
            return members;
        }
        return members;
    }

    /** Field 6 of proc_pid_stat(5), counted behind the name in parentheses; -1 if it is gone. */
    private static long sessionOf(Path entry) {
        try {
            String stat = Files.readString(entry.resolve("stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", 5);
            return Long.parseLong(fields[3]);
        } catch (IOException | RuntimeException gone) {
            return -1;
        }
    }
}
