package io.agentgate.embedded.sqlite;

import io.agentgate.gateway.audit.AuditLogException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A connection for questions, opened when the first one comes, and again once another file has the
 * name. Whoever asks while another question is answered waits. Thread safe.
 */
final class SqliteReader implements AutoCloseable {
    private final SqliteDatabase database;
    private @Nullable Connection connection;
    private @Nullable Object openFile;

    SqliteReader(SqliteDatabase database) {
        this.database = database;
    }

    /** A question to the file. */
    interface Question<A> {
        A to(Connection open) throws SQLException, IOException;
    }

    /**
     * The answer to a question.
     *
     * @param ofNothing the answer where nothing is stored yet
     */
    synchronized <A> A ask(Question<A> question, A ofNothing) throws AuditLogException {
        try {
            Connection open = open();
            return open == null ? ofNothing : question.to(open);
        } catch (SQLException | IOException notRead) {
            letGo(notRead);
            throw new AuditLogException(database.explain(notRead), notRead);
        }
    }

    private @Nullable Connection open() throws SQLException, IOException {
        Object file = database.identity();
        if (connection != null && !Objects.equals(openFile, file)) {
            close();
        }
        if (connection == null) {
            connection = database.openToRead();
            openFile = file;
        }
        return connection;
    }

    private void letGo(Exception reason) {
        Connection open = connection;
        connection = null;
        if (open != null) {
            SqliteDatabase.closeAfter(reason, open);
        }
    }

    @Override
    public synchronized void close() {
        // Nothing is lost by a reader that does not close well, and there is nobody to tell.
        letGo(new IOException("closing"));
    }
}
