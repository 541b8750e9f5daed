package io.agentgate.cli.composition;

import io.agentgate.cli.config.Config;
import io.agentgate.cli.installation.Home;
import io.agentgate.cli.installation.Stores;
import io.agentgate.cli.status.ProcessState;
import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import io.agentgate.cli.voice.Voice;
import io.agentgate.embedded.bucket4j.Bucket4jQuotaLedger;
import io.agentgate.embedded.files.FileKeyRing;
import io.agentgate.embedded.files.FilePolicySource;
import io.agentgate.embedded.files.FileSwitches;
import io.agentgate.embedded.files.KeyFileException;
import io.agentgate.embedded.files.PolicyListener;
import io.agentgate.embedded.files.Reason;
import io.agentgate.embedded.memory.LocalConcurrencyLedger;
import io.agentgate.gateway.Clocks;
import io.agentgate.gateway.Gatekeeper;
import io.agentgate.gateway.PolicySource;
import io.agentgate.gateway.Recorder;
import io.agentgate.gateway.access.AccessGuard;
import io.agentgate.gateway.access.Candidate;
import io.agentgate.gateway.arguments.ArgumentGuard;
import io.agentgate.gateway.audit.AuditSink;
import io.agentgate.gateway.audit.Pruning;
import io.agentgate.gateway.call.Guard;
import io.agentgate.gateway.catalogue.ToolCatalogue;
import io.agentgate.gateway.circuit.CircuitGuard;
import io.agentgate.gateway.circuit.CircuitSettings;
import io.agentgate.gateway.journal.Adoption;
import io.agentgate.gateway.journal.Drain;
import io.agentgate.gateway.journal.Journal;
import io.agentgate.gateway.journal.JournalMode;
import io.agentgate.gateway.journal.WriterDirectory;
import io.agentgate.gateway.keys.KeyRing;
import io.agentgate.gateway.killswitch.KillSwitchGuard;
import io.agentgate.gateway.killswitch.SwitchBoardException;
import io.agentgate.gateway.meter.CallMeter;
import io.agentgate.gateway.meter.Meters;
import io.agentgate.gateway.meter.ToolNames;
import io.agentgate.gateway.quota.ConcurrencyGuard;
import io.agentgate.gateway.quota.Pace;
import io.agentgate.gateway.quota.PaceGuard;
import io.agentgate.gateway.quota.QuotaGuard;
import io.agentgate.gateway.quota.QuotaLedger;
import io.agentgate.gateway.redact.Capture;
import io.agentgate.gateway.redact.RedactionGuard;
import io.agentgate.gateway.retry.Rounds;
import io.agentgate.policy.PolicyException;
import io.agentgate.policy.PolicySet;
import io.agentgate.policy.Problem;
import io.agentgate.schema.JsonSchemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Everything of ours behind the transport of one process: what judges and what records. */
public final class Services implements AutoCloseable {
    /** How long the end of the process may take for delivering its last events. */
    private static final long LAST_DELIVERY_MILLIS = 3_000;

    private final Voice voice;
    private final Journal journal;
    private final KeyRing keys;
    private final Capture capture;
    private final Recorder recorder;
    private final Gatekeeper gatekeeper;
    private final Drain drain;
    private final AuditSink sink;
    private final Path database;
    private final JournalMode journalMode;
    private final @Nullable Path policyName;
    private final Pruning pruning;
    private final ToolCatalogue catalogue = new ToolCatalogue();
    private final KnownServers servers;
    private final ArgumentGuard arguments = new ArgumentGuard(new JsonSchemas(), Set.of());
    private final QuotaGuard quota;
    private final CircuitGuard breaker;
    private @Nullable CircuitSettings openedBy;
    private final @Nullable FilePolicySource policyFile;
    private final @Nullable Path candidateName;
    private final @Nullable FilePolicySource candidateFile;
    private final @Nullable Candidate candidate;
    private final PolicySource policies;
    private final FileSwitches switches;
    private volatile @Nullable Thread lateStart;

    /**
     * @param home with its directories made
     * @param config what holds where {@code named} names nothing
     * @param writer the name of the journal, as {@link NextWriter} gives it
     * @param metrics where calls are counted, or null for nowhere
     * @param voice tells people what they should know
     */
    public Services(
            Home home,
            String writer,
            Config config,
            NamedFiles named,
            @Nullable Metrics metrics,
            Voice voice)
            throws CommandException, IOException {
        this.voice = voice;
        policyName = named.policy() != null ? named.policy() : config.policyPath();
        policyFile = openPolicy(policyName, PolicyRole.IN_FORCE);
        candidateName = named.candidate() != null ? named.candidate() : config.candidatePath();
        candidateFile = openPolicy(candidateName, PolicyRole.CANDIDATE);
        candidate = candidateFile == null ? null : new Candidate(candidateFile::current);
        switches = openSwitches(home);
        Clocks clocks = new Clocks(InstantSource.system(), System::nanoTime);
        database = named.database() != null ? named.database() : config.database();
        Stores.requireFile(database);
        String destination = Stores.destination(database, named.auditFile());
        journal =
                new Journal(
                        WriterDirectory.create(home.journals(), writer, destination),
                        config.journal());
        keys = keys(home, database, voice);
        capture = new Capture(config.capture(), keys::auditKey);
        CallMeter meter =
                metrics == null ? new CallMeter(Meters.NONE, new ToolNames()) : metrics.meter();
        recorder = new Recorder(journal, capture, clocks, unrecorded(home), meter);
        breaker = new CircuitGuard(config.breaker(), clocks.monotonic(), recorder::circuit);
        QuotaLedger ledger = new Bucket4jQuotaLedger();
        quota = new QuotaGuard(ledger, config.rateLimits());
        policies = policyFile != null ? policyFile : new AllowAll();
        servers = new KnownServers(policies, catalogue, breaker, meter.servers());
        gatekeeper =
                new Gatekeeper(
                        policies,
                        guards(ledger, config.pace()),
                        recorder,
                        new Rounds(keys::sessionKey, clocks.wall()),
                        clocks);
        Stores stores = new Stores(keys::auditKey, voice::warn);
        sink =
                new SpokenCalls(
                        named.auditsToOutput()
                                ? stores.sinkAndOutput(destination)
                                : stores.sink(destination),
                        voice);
        Adoption adoption = new Adoption(home.journals(), stores::sink);
        journalMode = config.journal().mode();
        drain = new Drain(journal, sink, adoption, clocks.wall(), voice::warn);
        pruning = new Pruning(stores.log(database), config.retention(), clocks.wall(), voice::warn);
        openedBy = config.breaker();
        if (metrics != null) {
            metrics.show(breaker);
        }
    }

    /** What is said when calls are refused because they cannot be recorded. */
    private Consumer<String> unrecorded(Home home) {
        return problem -> voice.warn(problem + "; the journal lies in " + home.journals());
    }

    /**
     * In the order in which they judge; cheap refusals first, and a denied call is never charged,
     * but to a pace, which is for calls whatever comes of them.
     */
    private List<Guard> guards(QuotaLedger ledger, @Nullable Pace pace) {
        List<Guard> guards = new ArrayList<>();
        guards.add(new KillSwitchGuard(switches));
        if (pace != null) {
            guards.add(new PaceGuard(ledger, pace));
        }
        guards.addAll(
                List.of(
                        new AccessGuard(candidate),
                        arguments,
                        new ConcurrencyGuard(new LocalConcurrencyLedger()),
                        quota,
                        breaker,
                        new RedactionGuard(),
                        catalogue));
        return guards;
    }

    /** From now on the arguments of these servers' tools are validated, and of no other. */
    public void validateArgumentsOf(Set<String> servers) {
        arguments.validate(servers);
    }

    /** The servers whose tools' arguments are validated. */
    public Set<String> validated() {
        return arguments.validated();
    }

    /** Lets another configuration hold, as far as that can be without a new start. */
    void reconfigure(Config config) {
        voice.tune(config.watching().level(), config.watching().format());
        quota.limit(config.rateLimits());
        if (!Objects.equals(openedBy, config.breaker())) {
            openedBy = config.breaker();
            breaker.openBy(openedBy);
        }
        capture.capture(config.capture());
        pruning.keep(config.retention());
    }

    private static FileKeyRing keys(Home home, Path database, Voice voice) throws CommandException {
        try {
            if (Files.exists(database) && FileKeyRing.existingAuditKey(home.path()) == null) {
                voice.warn(
                        "warning: there is no audit.key in "
                                + home.keys()
                                + ": a new one is made, and what was recorded before can be"
                                + " verified no more");
            }
            return FileKeyRing.open(home.path());
        } catch (KeyFileException unusable) {
            throw new CommandException(ExitCode.IO, String.valueOf(unusable.getMessage()));
        }
    }

    private @Nullable FilePolicySource openPolicy(@Nullable Path file, PolicyRole role)
            throws CommandException {
        if (file == null) {
            return null;
        }
        try {
            FilePolicySource source = new FilePolicySource(file, new Reloads(role));
            source.current().warnings().forEach(warning -> voice.warn("warning: " + warning));
            return source;
        } catch (IOException unreadable) {
            throw new CommandException(
                    ExitCode.CONFIG,
                    role.words + " " + file + " cannot be read: " + Reason.of(unreadable));
        } catch (PolicyException wrong) {
            throw new CommandException(
                    ExitCode.CONFIG, role.words + " refused\n" + wrong.getMessage());
        }
    }

    private FileSwitches openSwitches(Home home) throws CommandException {
        try {
            FileSwitches opened =
                    new FileSwitches(home.killSwitches(), new SwitchNews(voice, this::note));
            int count = opened.get().all().size();
            if (count > 0) {
                voice.warn(
                        "kill switches stop calls: "
                                + count
                                + " set; `agentgate kill-switch list` shows them");
            }
            return opened;
        } catch (SwitchBoardException unusable) {
            throw new CommandException(
                    ExitCode.CONFIG,
                    "kill switches refused, and what they stop is unknown\n"
                            + unusable.getMessage());
        }
    }

    private void note(String kind, String detail) {
        recorder.note(kind, null, detail);
    }

    /** Looks at the kill switches now; gives how many are in force from then on. */
    public int refreshKillSwitches() {
        switches.refresh();
        return switches.get().all().size();
    }

    public String writer() {
        return journal.writer();
    }

    public Gatekeeper gatekeeper() {
        return gatekeeper;
    }

    /** The rules that hold now, in words for people. */
    public String policyInForce() {
        String inForce =
                policyFile == null
                        ? "no policy: every call is allowed"
                        : "policy " + policyName + ", revision " + policyFile.current().revision();
        return candidateFile == null
                ? inForce
                : inForce
                        + "; candidate "
                        + candidateName
                        + ", revision "
                        + candidateFile.current().revision();
    }

    /** The rules that hold now, for whoever asks this process. */
    public ProcessState.Rules rules() {
        return new ProcessState.Rules(
                whole(policyName),
                policies.current().revision(),
                candidateNow(),
                switches.get().all().size());
    }

    private ProcessState.@Nullable Candidate candidateNow() {
        String file = whole(candidateName);
        return candidate == null || file == null
                ? null
                : new ProcessState.Candidate(
                        file,
                        candidate.policies().revision(),
                        candidate.calls(),
                        candidate.differing());
    }

    private static @Nullable String whole(@Nullable Path file) {
        return file == null ? null : file.toAbsolutePath().normalize().toString();
    }

    /** How calls are recorded, for whoever asks this process. */
    public ProcessState.Recording recording() {
        return new ProcessState.Recording(
                database.toAbsolutePath().normalize().toString(),
                journalMode.word(),
                drain.waitingBytes(),
                drain.lag(),
                drain.trouble());
    }

    /** What is known of the servers behind this process. */
    public KnownServers servers() {
        return servers;
    }

    /** How far the store of the records is behind. */
    public Duration lag() {
        return drain.lag();
    }

    public KeyRing keys() {
        return keys;
    }

    /**
     * Begins what can wait until the client has its first answer.
     *
     * @param behind is done last of that, on the same thread
     */
    public void start(Runnable behind) {
        switches.start();
        if (policyFile != null) {
            policyFile.start();
        }
        if (candidateFile != null) {
            candidateFile.start();
        }
        lateStart = Thread.ofPlatform().name("late-start").daemon().start(() -> startLate(behind));
    }

    private void startLate(Runnable behind) {
        capture.warmUp();
        drain.start();
        pruning.start();
        behind.run();
    }

    @Override
    public void close() throws IOException {
        switches.close();
        if (policyFile != null) {
            policyFile.close();
        }
        if (candidateFile != null) {
            candidateFile.close();
        }
        awaitLateStart();
        pruning.close();
        boolean delivered = drain.finish(LAST_DELIVERY_MILLIS);
        if (!delivered) {
            String trouble = drain.trouble();
            voice.warn(
                    "the last records wait in the journal"
                            + (trouble == null ? "" : ": " + trouble)
                            + "; `agentgate logs` delivers them");
        }
        drain.close();
        sink.close();
        journal.close(delivered);
    }

    /** Even the shortest session does what was left for later: the next may be as short. */
    private void awaitLateStart() {
        Thread started = lateStart;
        if (started == null) {
            return;
        }
        try {
            started.join(LAST_DELIVERY_MILLIS);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    /** What holds without a policy file. */
    private static final class AllowAll implements PolicySource {
        @Override
        public PolicySet current() {
            return PolicySet.ALLOW_ALL;
        }
    }

    /** What a policy file is for, in the words for people and those of notes. */
    private enum PolicyRole {
        IN_FORCE("policy", "policy_loaded", "policy_refused"),
        /** Judges beside the other, without effect. */
        CANDIDATE("candidate policy", "candidate_loaded", "candidate_refused");

        private final String words;
        private final String loaded;
        private final String refused;

        PolicyRole(String words, String loaded, String refused) {
            this.words = words;
            this.loaded = loaded;
            this.refused = refused;
        }
    }

    /** Says and records what became of a changed policy file. */
    private final class Reloads implements PolicyListener {
        private final PolicyRole role;

        Reloads(PolicyRole role) {
            this.role = role;
        }

        @Override
        public void loaded(PolicySet policies) {
            recorder.note(role.loaded, null, "revision " + policies.revision());
            voice.info(role.words + " reloaded, revision " + policies.revision());
            policies.warnings().forEach(warning -> voice.warn("warning: " + warning));
        }

        @Override
        public void refused(List<Problem> problems) {
            String lines =
                    problems.stream().map(Problem::toString).collect(Collectors.joining("\n"));
            recorder.note(role.refused, null, lines);
            voice.warn(role.words + " not reloaded, the old one stays in force\n" + lines);
        }
    }
}
