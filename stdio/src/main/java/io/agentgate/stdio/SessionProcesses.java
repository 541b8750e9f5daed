package io.agentgate.stdio;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.LongPredicate;
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
        return all(pid -> ProcStat.of(pid).session() == session);
    }

    /** All running processes but ours that hold one of these pipes as a standard stream. */
    static List<ProcessHandle> holding(Set<String> pipes) {
        long ours = ProcessHandle.current().pid();
        return all(pid -> pid != ours && pipes(pid).stream().anyMatch(pipes::contains));
    }

    private static List<ProcessHandle> all(LongPredicate wanted) {
        List<ProcessHandle> members = new ArrayList<>();
        try (Stream<Path> entries = Files.list(PROC)) {
            for (Path entry : (Iterable<Path>) entries::iterator) {
                String name = entry.getFileName().toString();
                if (Character.isDigit(name.charAt(0)) && wanted.test(Long.parseLong(name))) {
                    ProcessHandle.of(Long.parseLong(name)).ifPresent(members::add);
                }
            }
        } catch (IOException noProc) {
            return members;
        }
        return members;
    }

    /**
     * The pipes behind a process's standard streams, by their inode ({@code pipe:[42]}); those that
     * can be seen.
     */
    static Set<String> pipes(long pid) {
        return Set.copyOf(pipes(pid, List.of("0", "1", "2")));
    }

    private static List<String> pipes(long pid, List<String> descriptors) {
        List<String> pipes = new ArrayList<>();
        for (String descriptor : descriptors) {
            try {
                Path link = PROC.resolve(pid + "/fd/" + descriptor);
                String target = Files.readSymbolicLink(link).toString();
                if (target.startsWith("pipe:")) {
                    pipes.add(target);
                }
            } catch (IOException | UnsupportedOperationException goneOrNotOurs) {
                // What cannot be seen is no evidence.
            }
        }
        return pipes;
    }

    /** Whether a process bears one of these marks. */
    static boolean bearsAny(ProcessHandle process, Set<String> marks) {
        return marks(process.pid()).stream().anyMatch(marks::contains);
    }

    /**
     * What marks a process as one of a session beyond the session's number, which is used again:
     * the pipes behind its standard input and output, by their inode ({@code pipe:[42]}), and the
     * scheduler's group of the session (sched(7), autogroup), where the kernel forms them.
     */
    static List<String> marks(long pid) {
        // Standard error may be ours, and is shared with others then.
        List<String> marks = new ArrayList<>(pipes(pid, List.of("0", "1")));
        try {
            String group = Files.readString(PROC.resolve(pid + "/autogroup"));
            marks.add(group.substring(0, group.indexOf(' ')));
        } catch (IOException | IndexOutOfBoundsException noGroups) {
            // What cannot be seen is no evidence.
        }
        return marks;
    }
}
