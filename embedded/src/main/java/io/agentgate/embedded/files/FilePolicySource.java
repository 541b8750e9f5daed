package io.agentgate.embedded.files;

import io.agentgate.gateway.PolicySource;
import io.agentgate.policy.PolicyException;
import io.agentgate.policy.PolicySet;
import io.agentgate.policy.Position;
import io.agentgate.policy.Problem;
import io.agentgate.policy.text.PolicyText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The policy set of a file, taken anew whenever the file changes.
 *
 * <p>The file is looked at by its path at a short interval rather than through the system's file
 * events: that sees every way editors and deployment tools save (in place, by rename, by a swapped
 * link), is the same on every system and file system, and costs one {@code stat}.
 */
public final class FilePolicySource implements PolicySource, AutoCloseable {
    /** How often the file is looked at. */
    public static final Duration INTERVAL = Duration.ofMillis(250);

    private final Path file;
    private final PolicyListener listener;
    private final Thread watcher;
    private @Nullable Version before;
    private @Nullable Version seen;
    private volatile PolicySet current;
    private volatile boolean closed;

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
        this.seen = Version.of(file);
        this.current = load();
        this.watcher = Thread.ofPlatform().name("policy-watch").daemon().unstarted(this::watch);
    }

    /** Begins to look for changes. */
    public void start() {
        watcher.start();
    }

    @Override
    public PolicySet current() {
        return current;
    }

    private PolicySet load() throws IOException, PolicyException {
        // Strictly UTF-8: a rule with characters replaced would be another rule.
        return PolicyText.parse(Files.readString(file), file.toString());
    }

    private void watch() {
        while (!closed) {
            LockSupport.parkNanos(this, INTERVAL.toNanos());
            look();
        }
    }

    /**
     * Looks at the file once, and loads it if it has changed and is at rest: a file that is not the
     * same as at the look before may be a save in progress, whose beginning is a policy too.
     */
    void look() {
        Version now = Version.of(file);
        boolean atRest = now != null && now.equals(before);
        before = now;
        if (now != null && atRest && !now.equals(seen)) {
            seen = now;
            reload();
        }
    }

    private void reload() {
        try {
            PolicySet loaded = load();
            if (!loaded.revision().equals(current.revision())) {
                current = loaded;
                listener.loaded(loaded);
            }
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
        closed = true;
        LockSupport.unpark(watcher);
    }

    /** What tells one state of the file from another without reading it. */
    private record Version(FileTime modified, long size, @Nullable Object key) {
        /** Null while there is no file, as in the middle of a save. */
        static @Nullable Version of(Path file) {
            try {
                BasicFileAttributes attributes =
                        Files.readAttributes(file, BasicFileAttributes.class);
                return new Version(
                        attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
            } catch (IOException noFile) {
                return null;
            }
        }
    }
}
