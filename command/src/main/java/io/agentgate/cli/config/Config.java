package io.agentgate.cli.config;

import io.agentgate.cli.installation.Home;
import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import io.agentgate.cli.terminal.Nearest;
import io.agentgate.embedded.files.Reason;
import io.agentgate.gateway.audit.Retention;
import io.agentgate.gateway.circuit.CircuitSettings;
import io.agentgate.gateway.journal.JournalSettings;
import io.agentgate.gateway.quota.Pace;
import io.agentgate.gateway.quota.RateLimits;
import io.agentgate.gateway.redact.CaptureSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one process.
 *
 * @param database the SQLite file of the audit records
 * @param policyPath the policy file, or null for none
 * @param candidatePath the file of a policy that judges without effect, or null for none
 */
public record Config(
        Path database,
        @Nullable Path policyPath,
        @Nullable Path candidatePath,
        Recording recording,
        Limits limits,
        ServerConfig server,
        Watching watching,
        Servers servers) {

    /** How calls are recorded, how much of them, and for how long. */
    public record Recording(
            JournalSettings journal, CaptureSettings capture, Retention retention) {}

    /**
     * What the process refuses beside its policy.
     *
     * @param breaker when circuits open, or null for never
     * @param pace how fast each agent may call each tool, or null for as fast as it likes
     */
    public record Limits(
            RateLimits rates, @Nullable CircuitSettings breaker, @Nullable Pace pace) {}

    /**
     * The servers behind the gateway, as far as they have names.
     *
     * @param name what the only one is called in records, or null for what it calls itself
     */
    public record Servers(@Nullable String name, List<ListedServer> listed) {
        /** None is known. */
        static final Servers NONE = new Servers(null, List.of());

        public Servers {
            listed = List.copyOf(listed);
        }

        /**
         * The server of this name.
         *
         * @throws CommandException if there is none, with those there are
         */
        public ListedServer named(String wanted) throws CommandException {
            for (ListedServer server : listed) {
                if (server.name().equals(wanted)) {
                    return server;
                }
            }
            List<String> names = listed.stream().map(ListedServer::name).toList();
            throw new CommandException(
                    ExitCode.CONFIG,
                    "the configuration has no server `"
                            + wanted
                            + "`"
                            + (names.isEmpty() ? "" : Nearest.advice(wanted, names)));
        }
    }

    public RateLimits rateLimits() {
        return limits.rates();
    }

    public @Nullable CircuitSettings breaker() {
        return limits.breaker();
    }

    public @Nullable Pace pace() {
        return limits.pace();
    }

    /** The same with a pace that the command line names. */
    public Config with(@Nullable Pace pace) {
        return new Config(
                database,
                policyPath,
                candidatePath,
                recording,
                new Limits(limits.rates(), limits.breaker(), pace),
                server,
                watching,
                servers);
    }

    public JournalSettings journal() {
        return recording.journal();
    }

    public CaptureSettings capture() {
        return recording.capture();
    }

    public Retention retention() {
        return recording.retention();
    }

    /** What holds where no file says otherwise. */
    public static Config ofDefaults(Home home) {
        return ofDefaults(home, JournalSettings.ofOneSession());
    }

    private static Config ofDefaults(Home home, JournalSettings journal) {
        return new Config(
                home.database(),
                null,
                null,
                new Recording(journal, CaptureSettings.ALL, Retention.DEFAULT),
                new Limits(RateLimits.NONE, null, null),
                ServerConfig.DEFAULT,
                Watching.DEFAULT,
                Servers.NONE);
    }

    /**
     * Reads the file asked for, or the home's own where it exists, and the environment.
     *
     * @param asked a file that must exist, or null
     * @throws CommandException if the file cannot be read or is wrong, naming file, line and column
     */
    public static Config load(Home home, @Nullable Path asked) throws CommandException {
        return load(home, asked, JournalSettings.ofOneSession());
    }

    /** The same for a process with another journal where the file says nothing about it. */
    public static Config load(Home home, @Nullable Path asked, JournalSettings journal)
            throws CommandException {
        return load(home, asked, journal, System.getenv());
    }

    /**
     * Reads a file anew that a process runs by; one that is gone is the same as an empty one.
     *
     * @param journal what the process began with, where the file says nothing about it
     */
    public static Config reload(Home home, Path file, JournalSettings journal)
            throws CommandException {
        return Files.notExists(file)
                ? ConfigFile.read(file, "", System.getenv(), ofDefaults(home, journal))
                : load(home, file, journal);
    }

    static Config load(
            Home home,
            @Nullable Path asked,
            JournalSettings journal,
            Map<String, String> environment)
            throws CommandException {
        Config defaults = ofDefaults(home, journal);
        Path file = asked != null ? asked : ConfigPlace.of(home);
        // A link that leads nowhere is a mistake to speak of, not a file that was never made.
        if (asked == null && Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
            return ConfigFile.read(file, "", environment, defaults);
        }
        try {
            return ConfigFile.read(file, Files.readString(file), environment, defaults);
        } catch (IOException unreadable) {
            throw new CommandException(
                    ExitCode.CONFIG,
                    "configuration " + file + " cannot be read: " + Reason.of(unreadable));
        }
    }
}
