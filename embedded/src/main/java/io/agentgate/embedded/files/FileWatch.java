package io.agentgate.embedded.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A look at a file, or at several, at a short interval, which tells when one has changed.
 *
 * <p>The file is looked at by its path rather than through the system's file events: that sees
 * every way editors and deployment tools save (in place, by rename, by a swapped link), is the same
 * on every system and file system, and costs one {@code stat}.
 */
public final class FileWatch implements AutoCloseable {
    /** How often the file is looked at. */
    static final Duration INTERVAL = Duration.ofMillis(250);

    private final Supplier<List<Path>> files;
    private final Runnable changed;
    private final Thread watcher;
    private List<Version> before;
    private List<Version> seen;
    private volatile boolean closed;

    /**
     * Takes the file as it is now for known.
     *
     * @param name of the thread that looks
     * @param changed runs on that thread
     */
    public FileWatch(Path file, String name, Runnable changed) {
        this(() -> List.of(file), name, changed);
    }

    /**
     * Takes the files as they are now for known.
     *
     * @param files asked at each look; that it gives others is a change
     * @param name of the thread that looks
     * @param changed runs on that thread
     */
    FileWatch(Supplier<List<Path>> files, String name, Runnable changed) {
        this.files = files;
        this.changed = changed;
        this.seen = versions();
        this.before = seen;
        this.watcher = Thread.ofPlatform().name(name).daemon().unstarted(this::watch);
    }

    /** Begins to look. */
    public void start() {
        watcher.start();
    }

    private void watch() {
        while (!closed) {
            LockSupport.parkNanos(this, INTERVAL.toNanos());
            look();
        }
    }

    /**
     * Looks at the file once, and tells of a change if it is at rest: a file that is not the same
     * as at the look before may be a save in progress, whose beginning makes sense too. That it is
     * missing is a state like any other.
     */
    void look() {
        List<Version> now = versions();
        boolean atRest = now.equals(before);
        boolean isNews = !now.equals(seen);
        before = now;
        if (atRest && isNews) {
            seen = now;
            changed.run();
        }
    }

    private List<Version> versions() {
        return files.get().stream().map(Version::of).toList();
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(watcher);
    }

    /** What tells one state of the file from another without reading it. */
    private record Version(FileTime modified, long size, @Nullable Object key) {
        private static final Version MISSING = new Version(FileTime.fromMillis(0), -1, null);

        /** {@link #MISSING} while there is no file, as in the middle of a save. */
        static Version of(Path file) {
            try {
                BasicFileAttributes attributes =
                        Files.readAttributes(file, BasicFileAttributes.class);
                return new Version(
                        attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
            } catch (IOException noFile) {
                return MISSING;
            }
        }
    }
}
