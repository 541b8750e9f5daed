package io.agentgate.rehearsal;

import io.agentgate.embedded.files.PolicyOnDisk;
import io.agentgate.embedded.files.Reason;
import io.agentgate.policy.PolicyException;
import io.agentgate.policy.Position;
import io.agentgate.policy.Problem;
import io.agentgate.policy.text.PolicyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What became of reading a policy file. */
public sealed interface ReadPolicy {
    /** It is one. */
    record Loaded(Path path, String text, PolicyFile file) implements ReadPolicy {}

    /** It is none. */
    record Refused(Path path, List<Problem> problems, Fault fault) implements ReadPolicy {
        /** Every problem, one a line, in words for people. */
        public String words() {
            StringBuilder words = new StringBuilder("policy refused");
            problems.forEach(problem -> words.append('\n').append(problem));
            return words.toString();
        }
    }

    /** What is wrong with a file. */
    enum Fault {
        /** There is no text, or it is not for us to read. */
        UNREADABLE,
        /** The text is not what it should be. */
        WRONG
    }

    /** Reads a file strictly as UTF-8, as gateways do. */
    static ReadPolicy of(Path path) {
        try {
            return of(path, Files.readString(path));
        } catch (IOException unreadable) {
            Problem problem =
                    new Problem(
                            new Position(path.toString(), 1, 1),
                            "cannot be read: " + Reason.of(unreadable));
            return new Refused(path, List.of(problem), Fault.UNREADABLE);
        }
    }

    /** Reads a text as if it stood in a file. */
    static ReadPolicy of(Path path, String text) {
        try {
            return new Loaded(path, text, new PolicyOnDisk(path).read(text));
        } catch (PolicyException wrong) {
            return new Refused(path, wrong.problems(), Fault.WRONG);
        }
    }
}
