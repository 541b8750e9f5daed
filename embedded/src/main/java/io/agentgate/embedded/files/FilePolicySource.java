package io.agentgate.embedded.files;

import io.agentgate.gateway.PolicySource;
import io.agentgate.policy.PolicyException;
import io.agentgate.policy.PolicySet;
import io.agentgate.policy.Position;
import io.agentgate.policy.Problem;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** The policy set of a file, taken anew whenever the file, or one it includes, changes. */
public final class FilePolicySource implements PolicySource, AutoCloseable {
    private final Path file;
    private final PolicyListener listener;
    private final FileWatch watch;

    /** The file, and what it included when it was read last. */
    private volatile List<Path> files;

    private volatile PolicySet current;

    /**
     * Loads the file.
     *
     * @throws PolicyException if its text is not a policy
     * @throws IOException if it cannot be read
     */
    public FilePolicySource(Path file, PolicyListener listener)
            throws IOException, PolicyException {
        this.file = file;
        this.listener = listener;
        this.files = List.of(file);
        this.watch = new FileWatch(() -> files, "policy-watch", this::reload);
        this.current = load();
    }

    /** Begins to look for changes. */
    public void start() {
        watch.start();
    }

    @Override
    public PolicySet current() {
        return current;
    }

    private PolicySet load() throws IOException, PolicyException {
        PolicyOnDisk read = new PolicyOnDisk(file);
        try {
            return read.load();
        } finally {
            // Also of a text that is refused: what mends it may be in any of them.
            files = read.files();
        }
    }

    /** Looks at the file once. */
    void look() {
        watch.look();
    }

    private void reload() {
        try {
            PolicySet loaded = load();
            if (!loaded.revision().equals(current.revision())) {
                current = loaded;
                listener.loaded(loaded);
            }
        } catch (NoSuchFileException deleted) {
            // The set before stays, and nothing is wrong with it.
        } catch (IOException unreadable) {
            listener.refused(
                    List.of(
                            new Problem(
                                    new Position(file.toString(), 1, 1),
                                    "cannot be read: " + unreadable)));
        } catch (PolicyException wrong) {
            listener.refused(wrong.problems());
        }
    }

    @Override
    public void close() {
        watch.close();
    }
}
