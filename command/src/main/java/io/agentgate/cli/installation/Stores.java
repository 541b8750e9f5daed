package io.agentgate.cli.installation;

import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import io.agentgate.embedded.files.FileKeyRing;
import io.agentgate.embedded.files.JsonLinesAuditSink;
import io.agentgate.embedded.files.KeyFileException;
import io.agentgate.embedded.sqlite.AuditKey;
import io.agentgate.embedded.sqlite.AuditKeyException;
import io.agentgate.embedded.sqlite.SqliteAuditLog;
import io.agentgate.embedded.sqlite.SqliteAuditSink;
import io.agentgate.embedded.sqlite.SqliteDatabase;
import io.agentgate.embedded.sqlite.SqliteStatistics;
import io.agentgate.gateway.audit.AuditSink;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The stores of audit records, by their destination: the absolute path of a SQLite file, and behind
 * a NUL that of an audit log where one is wanted. Whoever adopts a journal writes to both.
 */
public final class Stores {
    /** Stands in no path. */
    private static final char SEPARATOR = '\0';

    private final AuditKey key;
    private final Consumer<String> notes;

    /**
     * @param key behind the proofs of the records
     */
    public Stores(AuditKey key) {
        this(key, note -> {});
    }

    /**
     * @param key behind the proofs of the records
     * @param notes takes a line for people when a database is not the one that was written to
     */
    public Stores(AuditKey key, Consumer<String> notes) {
        this.key = key;
        this.notes = notes;
    }

    /** The stores of this home; its key is made with the first record. */
    public static Stores of(Home home) {
        return new Stores(() -> key(home));
    }

    private static byte[] key(Home home) throws AuditKeyException {
        try {
            return FileKeyRing.open(home.path()).auditKey();
        } catch (KeyFileException unusable) {
            throw new AuditKeyException(String.valueOf(unusable.getMessage()), unusable);
        }
    }

    /** The destination of a journal whose events go to these files. */
    public static String destination(Path database, @Nullable Path auditLog) {
        return auditLog == null
                ? absolute(database)
                : absolute(database) + SEPARATOR + absolute(auditLog);
    }

    /**
     * Refuses a place where no file can come to be, before anything is begun that would record.
     *
     * @throws CommandException if it is a directory
     */
    public static void requireFile(Path database) throws CommandException {
        if (Files.isDirectory(database)) {
            throw new CommandException(
                    ExitCode.IO,
                    "the database "
                            + absolute(database)
                            + " is a directory: let --db or db_path name a file");
        }
    }

    private static String absolute(Path file) {
        return file.toAbsolutePath().normalize().toString();
    }

    /** The writing side; files are opened with the first delivery. */
    public AuditSink sink(String destination) {
        int separator = destination.indexOf(SEPARATOR);
        if (separator < 0) {
            return new SqliteAuditSink(
                    new SqliteDatabase(Path.of(destination), key), InstantSource.system(), notes);
        }
        return new JsonLinesAuditSink(
                sink(destination.substring(0, separator)),
                Path.of(destination.substring(separator + 1)),
                InstantSource.system());
    }

    /** The writing side, with an audit log on the standard output of this process. */
    public AuditSink sinkAndOutput(String destination) {
        return new JsonLinesAuditSink(
                sink(destination),
                new FileOutputStream(FileDescriptor.out),
                InstantSource.system());
    }

    /** The reading side. */
    public SqliteAuditLog log(Path file) {
        return new SqliteAuditLog(new SqliteDatabase(file, key));
    }

    /** The figures. */
    public SqliteStatistics statistics(Path file) {
        return new SqliteStatistics(new SqliteDatabase(file, key));
    }
}
