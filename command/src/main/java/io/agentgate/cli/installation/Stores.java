package io.agentgate.cli.installation;

import io.agentgate.embedded.sqlite.SqliteAuditLog;
import io.agentgate.embedded.sqlite.SqliteAuditSink;
import io.agentgate.embedded.sqlite.SqliteDatabase;
import java.nio.file.Path;
import java.time.InstantSource;

/** The stores of audit records, by their destination: the absolute path of a SQLite file. */
public final class Stores {
    private Stores() {}

    /** The writing side; the file is opened with the first delivery. */
    public static SqliteAuditSink sink(String destination) {
        return new SqliteAuditSink(
                new SqliteDatabase(Path.of(destination)), InstantSource.system());
    }

    /** The reading side. */
    public static SqliteAuditLog log(Path file) {
        return new SqliteAuditLog(new SqliteDatabase(file));
    }
}
