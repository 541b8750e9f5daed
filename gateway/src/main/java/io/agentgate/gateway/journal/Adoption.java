package io.agentgate.gateway.journal;

import io.agentgate.gateway.audit.AuditSink;
import io.agentgate.gateway.audit.AuditSinkException;
import java.io.IOException;
import java.nio.file.Path;
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
     * Adopts every writer that is gone. One whose store fails is left for the next time.
     *
     * @return how many were adopted
     * @throws AuditSinkException if a store failed, after all others were tried
     */
    public int adoptAll() throws IOException, AuditSinkException {
        int count = 0;
        AuditSinkException failed = null;
        for (WriterDirectory directory : WriterDirectory.adoptAll(root)) {
            try (directory;
                    JournalReader reader = directory.reader();
                    AuditSink sink = sinks.apply(directory.destination())) {
                Drain.deliverAll(reader, sink);
                sink.closeOpenCalls(directory.writer());
                directory.delete();
                count++;
            } catch (AuditSinkException storeFailed) {
                failed = storeFailed;
            }
        }
        if (failed != null) {
            throw failed;
        }
        return count;
    }
}
