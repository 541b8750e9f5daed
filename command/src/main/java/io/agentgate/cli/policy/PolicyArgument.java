package io.agentgate.cli.policy;

import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import io.agentgate.rehearsal.ReadPolicy;
import java.nio.file.Path;

/** A policy file that a command line names. */
final class PolicyArgument {
    private PolicyArgument() {}

    /**
     * Reads a file that the command cannot do without.
     *
     * @throws CommandException with every problem found
     */
    static ReadPolicy.Loaded needed(Path path) throws CommandException {
        return switch (ReadPolicy.of(path)) {
            case ReadPolicy.Loaded loaded -> loaded;
            case ReadPolicy.Refused refused ->
                    throw new CommandException(exitCode(refused.fault()), refused.words());
        };
    }

    /** What a command ends with for a file with this fault. */
    static int exitCode(ReadPolicy.Fault fault) {
        return switch (fault) {
            case UNREADABLE -> ExitCode.IO;
            case WRONG -> ExitCode.CONFIG;
        };
    }
}
