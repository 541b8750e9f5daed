package io.agentgate.embedded.sqlite;

import io.agentgate.gateway.audit.AuditEvent;
import io.agentgate.gateway.audit.AuditSink;
import io.agentgate.gateway.audit.AuditSinkException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An audit sink that writes to a SQLite file.
 *
 * <p>It opens the file at its first delivery. After any failure it lets go of its connection and
 * opens another at the next delivery, so whatever was wrong may be put right meanwhile.
 */
public final class SqliteAuditSink implements AuditSink {
    private final SqliteDatabase database;
    private final InstantSource clock;
    private final Consumer<String> notes;
    private @Nullable AuditWriter writer;
    private @Nullable Object openFile;

    /**
     * @param clock says when open calls were closed, and which minutes have passed
     */
    public SqliteAuditSink(SqliteDatabase database, InstantSource clock) {
        this(database, clock, note -> {});
    }

    /**
     * @param clock says when open calls were closed, and which minutes have passed
     * @param notes takes a line for people when the file is not the one that was written to
     */
    public SqliteAuditSink(SqliteDatabase database, InstantSource clock, Consumer<String> notes) {
        this.database = database;
        this.clock = clock;
        this.notes = notes;
    }

    @Override
    public synchronized void deliver(List<AuditEvent> events) throws AuditSinkException {
        if (!events.isEmpty()) {
            change(writing -> writing.write(events));
        }
    }

    @Override
    public synchronized void closeOpenCalls(String deadWriter) throws AuditSinkException {
        change(writing -> writing.closeOpenCalls(deadWriter, clock.instant()));
    }

    private void change(Change change) throws AuditSinkException {
        try {
            change.on(openWriter());
        } catch (SQLException | IOException notStored) {
            letGo(notStored);
            throw new AuditSinkException(database.explain(notStored), notStored);
        } catch (RuntimeException bug) {
            // An open transaction would lock out every other process for as long as this one lives.
            letGo(bug);
            throw bug;
        }
    }

    private AuditWriter openWriter() throws SQLException, IOException {
        AuditWriter open = writer;
        if (open != null) {
            // What is written to a deleted file is gone when we close it.
            if (Objects.equals(openFile, database.identity())) {
                return open;
            }
            close();
            notes.accept(
                    "audit store "
                            + database
                            + " was moved away or deleted while it was written to: what comes from"
                            + " now on is written to a new one");
        }
        Sealer sealer = database.proofKeys().sealer();
        Connection connection = database.openToWrite();
        try {
            AuditWriter opened = new AuditWriter(connection, sealer, clock);
            openFile = database.identity();
            writer = opened;
            return opened;
        } catch (SQLException notPrepared) {
            SqliteDatabase.closeAfter(notPrepared, connection);
            throw notPrepared;
        }
    }

    private void letGo(Exception reason) {
        AuditWriter open = writer;
        writer = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException alsoFailed) {
                reason.addSuppressed(alsoFailed);
            }
        }
    }

    @Override
    public synchronized void close() {
        // Everything is committed: a failure here loses nothing, and there is nobody to tell.
        letGo(new IOException("closing"));
    }

    private interface Change {
        void on(AuditWriter writer) throws SQLException;
    }
}
