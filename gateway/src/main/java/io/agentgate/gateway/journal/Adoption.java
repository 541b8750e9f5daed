package io.agentgate.gateway.journal;

import io.agentgate.gateway.audit.AuditSink;
import io.agentgate.gateway.audit.AuditSinkException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/** Delivers what dead writers left in their journals, and closes the calls they left open. */
public final class Adoption {
    private final Path root;
    private final Function<String, AuditSink> sinks;

    /**
     * Adoption of all writers under one directory.
     *
     * @param sinks opens the store of a destination; closed after use
     */
    public Adoption(Path root, Function<String, AuditSink> sinks) {
        this.root = root;
        this.sinks = sinks;
    }

    /**
     * Adopts every writer that is gone. One that cannot be adopted now is left for the next time.
     *
     * @return how many were adopted
     * @throws AuditSinkException if some could not be, after all others were
     */
    public int adoptAll() throws IOException, AuditSinkException {
        int count = 0;
        AuditSinkException failed = null;
        for (Path path : WriterDirectory.all(root)) {
            try {
                count += adopt(path) ? 1 : 0;
            } catch (AuditSinkException storeFailed) {
                failed = storeFailed;
            } catch (IOException | RuntimeException unreadable) {
                failed =
                        new AuditSinkException(
                                path.getFileName() + " cannot be adopted: " + unreadable,
                                unreadable);
            }
        }
        if (failed != null) {
            throw failed;
        }
        return count;
    }

    private boolean adopt(Path path) throws IOException, AuditSinkException {
        Optional<WriterDirectory> locked = WriterDirectory.adopt(path);
        if (locked.isEmpty()) {
            return false;
        }
        try (WriterDirectory directory = locked.get()) {
            if (directory.isEmptied()) {
                directory.delete();
                return false;
            }
            try (JournalReader reader = directory.reader();
                    AuditSink sink = sinks.apply(directory.destination())) {
                Drain.deliverAll(reader, sink, taken -> {});
                sink.closeOpenCalls(directory.writer());
            }
            directory.delete();
            return true;
        }
    }
}
