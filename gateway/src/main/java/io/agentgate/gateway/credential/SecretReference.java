package io.agentgate.gateway.credential;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a secret is found; never the secret itself. */
public sealed interface SecretReference {
    /** What {@link #parse} reads, for messages. */
    String FORM = "${env:NAME} or ${file:/path}";

    /** An environment variable of this process, read once. */
    record Environment(String name) implements SecretReference {
        @Override
        public String toString() {
            return "${env:" + name + "}";
        }
    }

    /** A file, read again while the process runs. */
    record File(Path path) implements SecretReference {
        @Override
        public String toString() {
            return "${file:" + path + "}";
        }
    }

    /** Reads a reference; what is none may be a secret, so that no message may repeat it. */
    static Optional<SecretReference> parse(String text) {
        Matcher written = Written.FORM.matcher(text.strip());
        if (!written.matches()) {
            return Optional.empty();
        }
        if (written.group(1) != null) {
            return Optional.of(new Environment(written.group(1)));
        }
        try {
            Path path = Path.of(written.group(2));
            return path.isAbsolute() ? Optional.of(new File(path)) : Optional.empty();
        } catch (InvalidPathException noPath) {
            return Optional.empty();
        }
    }

    /** How references are written. */
    final class Written {
        private static final Pattern FORM =
                Pattern.compile("\\$\\{(?:env:([A-Za-z_][A-Za-z0-9_]*)|file:([^}]+))}");

        private Written() {}
    }
}
