package io.agentgate.embedded.files;

import io.agentgate.gateway.caller.Caller;
import io.agentgate.gateway.caller.CallerKeys;
import io.agentgate.gateway.caller.KnownKeys;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The API keys of a file, taken anew whenever the file changes.
 *
 * <p>A file that is missing at the start holds no keys. One that goes missing, or becomes wrong,
 * changes nothing; one that is emptied leaves authentication on, and nobody who passes it.
 */
public final class FileCallerKeys implements CallerKeys, AutoCloseable {
    private final CallerKeyFile file;
    private final CallerKeysListener listener;
    private final FileWatch watch;
    private volatile KnownKeys current;
    private volatile boolean configured;

    /**
     * Loads the file.
     *
     * @throws KeyFileException if it is there and cannot be used
     */
    public FileCallerKeys(Path path, CallerKeysListener listener) throws KeyFileException {
        this.file = new CallerKeyFile(path);
        this.listener = listener;
        this.watch = new FileWatch(file.path(), "keys-watch", this::reload);
        this.current = new KnownKeys(file.read());
        this.configured = !current.isEmpty();
    }

    /** Begins to look for changes; they are in force within a second. */
    public void start() {
        watch.start();
    }

    /** Looks at the file once. */
    void look() {
        watch.look();
    }

    private void reload() {
        try {
            KnownKeys loaded = new KnownKeys(file.load());
            current = loaded;
            if (!loaded.isEmpty()) {
                configured = true;
            }
            listener.loaded(loaded.size());
        } catch (NoSuchFileException deleted) {
            if (configured) {
                listener.refused(file.path() + " is missing");
            }
        } catch (IOException unreadable) {
            listener.refused(file.path() + " cannot be read: " + unreadable);
        } catch (KeyFileException wrong) {
            listener.refused(String.valueOf(wrong.getMessage()));
        }
    }

    @Override
    public @Nullable Caller verify(String presented, Instant now) {
        return current.verify(presented, now);
    }

    @Override
    public boolean isEmpty() {
        return !configured;
    }

    @Override
    public void close() {
        watch.close();
    }

    @Override
    public String toString() {
        return "FileCallerKeys[" + file.path() + "]";
    }
}
