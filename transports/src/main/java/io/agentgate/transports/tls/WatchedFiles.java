package io.agentgate.transports.tls;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** TLS files that may change, and what was in them last. Used by one thread at a time. */
public final class WatchedFiles {
    private final TlsFiles files;
    private TlsMaterial last;
    private boolean unreadable;

    private WatchedFiles(TlsFiles files, TlsMaterial last) {
        this.files = files;
        this.last = last;
    }

    /** Reads them for the first time; not for an event loop. */
    public static WatchedFiles open(TlsFiles files) throws IOException {
        return new WatchedFiles(files, files.read());
    }

    /** What was in them when they were last read. */
    public synchronized TlsMaterial last() {
        return last;
    }

    /**
     * Reads them again; not for an event loop.
     *
     * @return what is in them now, or null if that is nothing new
     * @throws IOException once for each time that they become unreadable
     */
    public synchronized @Nullable TlsMaterial changed() throws IOException {
        TlsMaterial now;
        try {
            now = files.read();
        } catch (IOException gone) {
            if (unreadable) {
                return null;
            }
            unreadable = true;
            throw gone;
        }
        unreadable = false;
        if (now.equals(last)) {
            return null;
        }
        last = now;
        return now;
    }
}
