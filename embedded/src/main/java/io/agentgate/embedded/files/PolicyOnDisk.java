package io.agentgate.embedded.files;

import io.agentgate.policy.PolicyException;
import io.agentgate.policy.PolicySet;
import io.agentgate.policy.Problem;
import io.agentgate.policy.text.Includes;
import io.agentgate.policy.text.PolicyFile;
import io.agentgate.policy.text.PolicyText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A policy in a file, which may include others that are found from where it is. */
public final class PolicyOnDisk {
    private final Path file;
    private final List<Path> files = new ArrayList<>();

    public PolicyOnDisk(Path file) {
        this.file = file;
        files.add(file);
    }

    /**
     * Reads the file, and what it includes.
     *
     * @throws PolicyException if that is no policy
     * @throws IOException if the file itself cannot be read
     */
    public PolicySet load() throws IOException, PolicyException {
        // Strictly UTF-8: a rule with characters replaced would be another rule.
        return parse(Files.readString(file));
    }

    /**
     * Reads a text as if it stood in the file.
     *
     * @throws PolicyException if it is no policy
     */
    public PolicySet parse(String text) throws PolicyException {
        return PolicyText.parse(text, file.toString(), includes());
    }

    /**
     * Reads a text as if it stood in the file, for those who want to know more of it than what it
     * decides.
     *
     * @throws PolicyException if it is no policy
     */
    public PolicyFile read(String text) throws PolicyException {
        return PolicyText.load(text, file.toString(), includes());
    }

    /**
     * What other engines of its dialect read otherwise.
     *
     * @throws PolicyException if it is no policy
     * @throws IOException if the file itself cannot be read
     */
    public List<Problem> differences() throws IOException, PolicyException {
        return PolicyText.differences(Files.readString(file), file.toString(), includes());
    }

    /** The file, and those it includes, as far as they were read or missed. */
    public List<Path> files() {
        return List.copyOf(files);
    }

    private static Path path(String name) throws IOException {
        try {
            return Path.of(name);
        } catch (InvalidPathException noName) {
            throw new IOException("no file can have this name", noName);
        }
    }

    private Includes includes() {
        return new Includes() {
            @Override
            public String resolve(String from, String path) {
                try {
                    return Path.of(from).resolveSibling(path).normalize().toString();
                } catch (InvalidPathException noName) {
                    return path;
                }
            }

            @Override
            public String read(String name) throws IOException {
                Path included = path(name);
                files.add(included);
                if (Files.exists(included) && !Files.isRegularFile(included)) {
                    throw new IOException("no file");
                }
                if (Files.size(included) > PolicyText.MAX_LENGTH) {
                    throw new IOException("longer than " + PolicyText.MAX_LENGTH + " bytes");
                }
                return Files.readString(included);
            }
        };
    }
}
