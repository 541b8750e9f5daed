package io.agentgate.embedded.files;

import io.agentgate.gateway.PolicySource;
import io.agentgate.policy.PolicyException;
import io.agentgate.policy.PolicySet;
import io.agentgate.policy.Position;
import io.agentgate.policy.Problem;
import io.agentgate.policy.text.PolicyText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** The policy set of a file, taken anew whenever the file changes. */
public final class FilePolicySource implements PolicySource, AutoCloseable {
    private final Path file;
    private final PolicyListener listener;
    private final FileWatch watch;
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
        this.watch = new FileWatch(file, "policy-watch", this::reload);
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
        // Strictly UTF-8: a rule with characters replaced would be another rule.
        return PolicyText.parse(Files.readString(file), file.toString());
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
