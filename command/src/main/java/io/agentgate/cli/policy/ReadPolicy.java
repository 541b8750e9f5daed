package io.agentgate.cli.policy;

import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import io.agentgate.cli.terminal.Reason;
import io.agentgate.embedded.files.PolicyOnDisk;
import io.agentgate.policy.PolicyException;
import io.agentgate.policy.Position;
import io.agentgate.policy.Problem;
import io.agentgate.policy.text.PolicyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What became of reading a policy file. */
sealed interface ReadPolicy {
    /** It is one. */
    record Loaded(Path path, String text, PolicyFile file) implements ReadPolicy {}

    /**
     * It is none.
     *
     * @param exitCode whether that is for its text or for its not being readable
     */
    record Refused(Path path, List<Problem> problems, int exitCode) implements ReadPolicy {}

    /** Reads a file strictly as UTF-8, as gateways do. */
    static ReadPolicy of(Path path) {
        try {
            return of(path, Files.readString(path));
        } catch (IOException unreadable) {
            Problem problem =
                    new Problem(
                            new Position(path.toString(), 1, 1),
                            "cannot be read: " + Reason.of(unreadable));
            return new Refused(path, List.of(problem), ExitCode.IO);
        }
    }

    /** Reads a text as if it stood in a file. */
    static ReadPolicy of(Path path, String text) {
        try {
            return new Loaded(path, text, new PolicyOnDisk(path).read(text));
        } catch (PolicyException wrong) {
            return new Refused(path, wrong.problems(), ExitCode.CONFIG);
        }
    }

    /**
     * Reads a file that the command cannot do without.
     *
     * @throws CommandException with every problem found
     */
    static Loaded needed(Path path) throws CommandException {
        return switch (of(path)) {
            case Loaded loaded -> loaded;
            case Refused refused -> {
                StringBuilder words = new StringBuilder("policy refused");
                refused.problems().forEach(problem -> words.append('\n').append(problem));
                throw new CommandException(refused.exitCode(), words.toString());
            }
        };
    }
}
