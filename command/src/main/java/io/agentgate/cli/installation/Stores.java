package io.agentgate.cli.installation;

import io.agentgate.embedded.files.JsonLinesAuditSink;
import io.agentgate.embedded.sqlite.SqliteAuditLog;
import io.agentgate.embedded.sqlite.SqliteAuditSink;
import io.agentgate.embedded.sqlite.SqliteDatabase;
import io.agentgate.embedded.sqlite.SqliteStatistics;
import io.agentgate.gateway.audit.AuditSink;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * The stores of audit records, by their destination: the absolute path of a SQLite file, and behind
 * a NUL that of an audit log where one is wanted. Whoever adopts a journal writes to both.
 */
public final class Stores {
    /** Stands in no path. */
    private static final char SEPARATOR = '\0';

    private Stores() {}

    /** The destination of a journal whose events go to these files. */
    public static String destination(Path database, @Nullable Path auditLog) {
        return auditLog == null
                ? absolute(database)
                : absolute(database) + SEPARATOR + absolute(auditLog);
    }

    private static String absolute(Path file) {
        return file.toAbsolutePath().normalize().toString();
    }

    /** The writing side; files are opened with the first delivery. */
    public static AuditSink sink(String destination) {
        int separator = destination.indexOf(SEPARATOR);
        if (separator < 0) {
            return new SqliteAuditSink(
                    new SqliteDatabase(Path.of(destination)), InstantSource.system());
        }
        return new JsonLinesAuditSink(
                sink(destination.substring(0, separator)),
                Path.of(destination.substring(separator + 1)),
                InstantSource.system());
    }

    /** The writing side, with an audit log on the standard output of this process. */
    public static AuditSink sinkAndOutput(String destination) {
        return new JsonLinesAuditSink(
                sink(destination),
                new FileOutputStream(FileDescriptor.out),
                InstantSource.system());
    }

    /** The reading side. */
    public static SqliteAuditLog log(Path file) {
        return new SqliteAuditLog(new SqliteDatabase(file));
    }

    /** The figures. */
    public static SqliteStatistics statistics(Path file) {
        return new SqliteStatistics(new SqliteDatabase(file));
    }
}
