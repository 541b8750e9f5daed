package io.agentgate.embedded.files;

import io.agentgate.gateway.audit.AuditEvent;
import io.agentgate.gateway.audit.AuditSink;
import io.agentgate.gateway.audit.AuditSinkException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/**
 * An audit sink that appends a line of JSON for each event to a file or a stream, behind a store
 * that has the event already.
 *
 * <p>The store comes first because it takes an event twice without effect and a file does not: what
 * the file refuses is delivered again, and the store is none the worse. An event is in the file at
 * least once; its {@code event} and {@code id} tell repetitions.
 */
public final class JsonLinesAuditSink implements AuditSink {
    /** From this size on a file is put aside and a new one begun. */
    public static final long MAX_FILE_BYTES = 64L << 20;

    /** How many files put aside are kept. */
    public static final int KEPT_FILES = 5;

    private final AuditSink store;
    private final Lines log;
    private final InstantSource clock;

    /**
     * @param store gets every event first; closed with this
     * @param file made at the first delivery, in a directory that exists
     * @param clock says when open calls were closed
     */
    public JsonLinesAuditSink(AuditSink store, Path file, InstantSource clock) {
        this(store, new LogFile(file, MAX_FILE_BYTES, KEPT_FILES), clock);
    }

    /**
     * An audit log on a stream, which is flushed with every delivery and never closed.
     *
     * @param store gets every event first; closed with this
     * @param clock says when open calls were closed
     */
    public JsonLinesAuditSink(AuditSink store, OutputStream out, InstantSource clock) {
        this(store, new Lines.Stream(out), clock);
    }

    JsonLinesAuditSink(AuditSink store, Lines log, InstantSource clock) {
        this.store = store;
        this.log = log;
        this.clock = clock;
    }

    @Override
    public void deliver(List<AuditEvent> events) throws AuditSinkException {
        store.deliver(events);
        append(events.stream().map(EventLine::of).toList());
    }

    @Override
    public void closeOpenCalls(String writer) throws AuditSinkException {
        store.closeOpenCalls(writer);
        append(List.of(EventLine.closed(writer, clock.instant())));
    }

    private void append(List<byte[]> lines) throws AuditSinkException {
        try {
            log.append(lines);
        } catch (IOException notWritten) {
            throw new AuditSinkException(
                    "audit log " + log + " cannot be written: " + reason(notWritten), notWritten);
        }
    }

    /** Exceptions about files carry the path as their message, and the reason as their type. */
    private static String reason(IOException problem) {
        return problem instanceof FileSystemException
                ? problem.toString()
                : String.valueOf(problem.getMessage());
    }

    @Override
    public void close() {
        store.close();
    }
}
