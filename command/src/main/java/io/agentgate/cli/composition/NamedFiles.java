package io.agentgate.cli.composition;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The files that a command line names; what it leaves out, the configuration says.
 *
 * @param config the configuration, or null for the home's
 * @param policy the policy file, or null
 * @param candidate the file of a policy that judges beside it without effect, or null
 * @param database the SQLite file of the records, or null
 * @param auditLog a file for a line of JSON per event, {@link #STANDARD_OUTPUT}, or null for none
 */
public record NamedFiles(
        @Nullable Path config,
        @Nullable Path policy,
        @Nullable Path candidate,
        @Nullable Path database,
        @Nullable Path auditLog) {
    /** Without a candidate. */
    public NamedFiles(
            @Nullable Path config,
            @Nullable Path policy,
            @Nullable Path database,
            @Nullable Path auditLog) {
        this(config, policy, null, database, auditLog);
    }

    /** Stands for the standard output of this process. */
    public static final Path STANDARD_OUTPUT = Path.of("-");

    /**
     * The file that whoever adopts the journal of this process writes to as well; null for none.
     */
    @Nullable Path auditFile() {
        return auditsToOutput() ? null : auditLog;
    }

    boolean auditsToOutput() {
        return STANDARD_OUTPUT.equals(auditLog);
    }
}
