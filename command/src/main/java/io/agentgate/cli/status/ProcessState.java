package io.agentgate.cli.status;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one running process tells of itself. */
public record ProcessState(
        Program program,
        Place place,
        Rules rules,
        Recording recording,
        Load load,
        List<ServerState> servers) {
    public ProcessState {
        servers = List.copyOf(servers);
    }

    /** Of a process that tells nothing of servers one by one. */
    public ProcessState(Program program, Place place, Rules rules, Recording recording, Load load) {
        this(program, place, rules, recording, load, List.of());
    }

    /**
     * What runs.
     *
     * @param command {@code wrap} or {@code serve}
     */
    public record Program(long pid, String command, String version, Instant since) {
        /** This process. */
        public static Program ofProcess(String command, String version) {
            ProcessHandle process = ProcessHandle.current();
            Instant since = process.info().startInstant().orElseGet(Instant::now);
            return new Program(process.pid(), command, version, since);
        }
    }

    /**
     * Where it stands.
     *
     * @param server the server's name in records
     * @param listening where clients connect, or null over stdio
     * @param upstream where the server is reached, or null over stdio
     */
    public record Place(String server, @Nullable String listening, @Nullable String upstream) {}

    /**
     * What it judges by.
     *
     * @param file the policy file, or null for none
     * @param candidate what judges beside it without effect, or null for nothing
     * @param killSwitches how many are in force
     */
    public record Rules(
            @Nullable String file,
            String revision,
            @Nullable Candidate candidate,
            int killSwitches) {}

    /**
     * A policy without effect.
     *
     * @param calls how many it judged
     * @param differing of how many it would have decided otherwise
     */
    public record Candidate(String file, String revision, long calls, long differing) {}

    /**
     * How it records.
     *
     * @param database where records end up
     * @param journalMode as the configuration calls it
     * @param waitingBytes written to the journal and not yet in the database
     * @param lag how far behind the database is
     * @param trouble why the database takes nothing, in words for people; null while it does
     */
    public record Recording(
            String database,
            String journalMode,
            long waitingBytes,
            Duration lag,
            @Nullable String trouble) {}

    /**
     * What it has to do.
     *
     * @param calls how many tool calls are in flight
     * @param draining whether it was told to end
     */
    public record Load(int sessions, long calls, boolean draining) {}
}
