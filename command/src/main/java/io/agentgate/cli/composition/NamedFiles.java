package io.agentgate.cli.composition;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The files that a command line names; what it leaves out, the configuration says.
 *
 * @param policy the policy file, or null
 * @param database the SQLite file of the records, or null
 * @param auditLog a file for a line of JSON per event, or null for none
 */
public record NamedFiles(@Nullable Path policy, @Nullable Path database, @Nullable Path auditLog) {}
