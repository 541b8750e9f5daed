package io.agentgate.cli.config;

import io.agentgate.cli.installation.Home;
import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import io.agentgate.cli.terminal.Reason;
import io.agentgate.gateway.audit.Retention;
import io.agentgate.gateway.circuit.CircuitSettings;
import io.agentgate.gateway.journal.JournalSettings;
import io.agentgate.gateway.quota.RateLimits;
import io.agentgate.gateway.redact.CaptureSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one process.
 *
 * @param database the SQLite file of the audit records
 * @param policyPath the policy file, or null for none
 * @param breaker when circuits open, or null for never
 * @param metricsPort where metrics are shown, or null for nowhere
 */
public record Config(
        Path database,
        @Nullable Path policyPath,
        Recording recording,
        RateLimits rateLimits,
        @Nullable CircuitSettings breaker,
        ServerConfig server,
        @Nullable Integer metricsPort) {

    /** How calls are recorded, how much of them, and for how long. */
    public record Recording(
            JournalSettings journal, CaptureSettings capture, Retention retention) {}

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
                new Recording(journal, CaptureSettings.ALL, Retention.DEFAULT),
                RateLimits.NONE,
                null,
                ServerConfig.DEFAULT,
                null);
    }

    /**
     * Reads the file asked for, or the home's own where it exists.
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
        Config defaults = ofDefaults(home, journal);
        Path file = asked != null ? asked : home.config();
        // A link that leads nowhere is a mistake to speak of, not a file that was never made.
        if (asked == null && Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
            return defaults;
        }
        try {
            return ConfigFile.read(file, Files.readString(file), defaults);
        } catch (IOException unreadable) {
            throw new CommandException(
                    ExitCode.CONFIG,
                    "configuration " + file + " cannot be read: " + Reason.of(unreadable));
        }
    }
}
