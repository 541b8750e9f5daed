package io.agentgate.embedded.sqlite;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.sqlite.NativeLibraryNotFoundException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import org.sqlite.SQLiteOpenMode;

/**
 * One SQLite file of this product: how it is made, opened, and explained when it fails.
 *
 * <p>Naming a file does nothing to it, not even load SQLite.
 */
public final class SqliteDatabase {
    private static final Duration BUSY_TIMEOUT = Duration.ofSeconds(5);
    private static final int UNLIMITED = 0;
    private static final long WAL_RETRY_NANOS = 5_000_000;

    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OWNER_ONLY_DIRECTORY =
            PosixFilePermissions.fromString("rwx------");

    private final Path file;
    private final AuditKey key;
    private final SqliteSchema schema;
    private final Duration busyTimeout;
    private final int maxPages;

    /**
     * @param file may be missing; then writing makes it, and reading finds it empty
     * @param key asked for when something is written or verified
     */
    public SqliteDatabase(Path file, AuditKey key) {
        this(file, key, SqliteSchema.CURRENT, BUSY_TIMEOUT, UNLIMITED);
    }

    /**
     * @param maxPages how many pages of 4 KiB the disk is taken to have room for; 0 leaves it to
     *     the disk
     */
    SqliteDatabase(
            Path file, AuditKey key, SqliteSchema schema, Duration busyTimeout, int maxPages) {
        this.file = file.toAbsolutePath();
        this.key = key;
        this.schema = schema;
        this.busyTimeout = busyTimeout;
        this.maxPages = maxPages;
    }

    /** Opens the file to write; makes it, or brings it up to date, if need be. */
    Connection openToWrite() throws SQLException, IOException {
        createIfMissing();
        Connection connection = connect(SQLiteOpenMode.READWRITE);
        try {
            // Before anything that would change a file that is not ours to change.
            schema.check(connection, file);
            useWriteAheadLog(connection);
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA synchronous = FULL");
                // Fewer and larger checkpoints: each one waits for the disk twice.
                statement.execute("PRAGMA wal_autocheckpoint = 4000");
                // A long reader lets the log grow; this gives the space back afterwards.
                statement.execute("PRAGMA journal_size_limit = 16777216");
                // The indexes' working set, which the usual 2 MB don't hold for a large file.
                statement.execute("PRAGMA cache_size = -8192");
                if (maxPages != UNLIMITED) {
                    statement.execute("PRAGMA max_page_count = " + maxPages);
                }
            }
            schema.migrate(connection, file);
            if (schema.version() >= FigureCount.VERSION) {
                FigureCount.catchUp(connection);
            }
            return connection;
        } catch (SQLException notOpened) {
            closeAfter(notOpened, connection);
            throw notOpened;
        }
    }

    ProofKeys proofKeys() throws AuditKeyException {
        return new ProofKeys(key.reveal());
    }

    /**
     * Opens the file to read and leaves it as it is, older than this program or not; gives null if
     * there is nothing in it yet.
     */
    @Nullable Opened openAsItIs() throws SQLException {
        if (Files.notExists(file)) {
            return null;
        }
        Connection connection = connect(SQLiteOpenMode.READONLY);
        try {
            int found = schema.check(connection, file);
            if (found > 0) {
                return new Opened(connection, found);
            }
            connection.close();
            return null;
        } catch (SQLException notOpened) {
            closeAfter(notOpened, connection);
            throw notOpened;
        }
    }

    /** A connection to a file of this version. */
    record Opened(Connection connection, int version) {}

    /** Opens the file to read, or gives null if there is nothing in it yet. */
    @Nullable Connection openToRead() throws SQLException, IOException {
        if (Files.notExists(file)) {
            return null;
        }
        Connection connection = connect(SQLiteOpenMode.READONLY);
        try {
            int found = schema.check(connection, file);
            if (found == 0) {
                connection.close();
                return null;
            }
            if (found < schema.version()) {
                // Ours is newer, and may ask for columns that are not there yet.
                connection.close();
                openToWrite().close();
                return connect(SQLiteOpenMode.READONLY);
            }
            return connection;
        } catch (SQLException notOpened) {
            closeAfter(notOpened, connection);
            throw notOpened;
        }
    }

    /** What tells this file from another of the same name; null where the system can't say. */
    @Nullable Object identity() {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        } catch (IOException gone) {
            return "gone";
        }
    }

    private Connection connect(SQLiteOpenMode mode) throws SQLException {
        requireReadableFile();
        SQLiteConfig config = new SQLiteConfig();
        config.resetOpenMode(SQLiteOpenMode.READWRITE);
        config.resetOpenMode(SQLiteOpenMode.CREATE);
        config.setOpenMode(mode);
        config.setBusyTimeout((int) busyTimeout.toMillis());
        return config.createConnection("jdbc:sqlite:" + file);
    }

    /** SQLite's own words for these are about input and output. */
    private void requireReadableFile() throws UnusableFileException {
        if (Files.isDirectory(file)) {
            throw new UnusableFileException(
                    "audit store " + file + " is a directory: name a file for the audit store");
        }
        if (Files.exists(file) && !Files.isReadable(file)) {
            throw new UnusableFileException(
                    "audit store "
                            + file
                            + " may not be read by this user: give its owner the right to read it,"
                            + " or run as its owner");
        }
    }

    private void createIfMissing() throws IOException {
        if (Files.exists(file)) {
            return;
        }
        Path directory = file.getParent();
        if (directory != null && !Files.isDirectory(directory)) {
            Files.createDirectories(directory, mode(OWNER_ONLY_DIRECTORY));
        }
        try {
            // SQLite gives its log and index files the rights of the database file.
            Files.createFile(file, mode(OWNER_ONLY));
        } catch (FileAlreadyExistsException somebodyWasFirst) {
            // It is the same file.
        }
    }

    private FileAttribute<?>[] mode(Set<PosixFilePermission> permissions) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }

    /** Switching the mode needs the file for itself and, unlike all else, doesn't wait for it. */
    private void useWriteAheadLog(Connection connection) throws SQLException {
        long start = System.nanoTime();
        while (true) {
            try (Statement statement = connection.createStatement();
                    ResultSet mode = statement.executeQuery("PRAGMA journal_mode = WAL")) {
                mode.next();
                return;
            } catch (SQLiteException busy) {
                if (primaryCode(busy) != SQLiteErrorCode.SQLITE_BUSY.code
                        || System.nanoTime() - start > busyTimeout.toNanos()) {
                    throw busy;
                }
                LockSupport.parkNanos(WAL_RETRY_NANOS);
            }
        }
    }

    static void closeAfter(Exception reason, Connection connection) {
        try {
            connection.close();
        } catch (SQLException alsoFailed) {
            reason.addSuppressed(alsoFailed);
        }
    }

    /** Says what a failure means for this file, and what to do about it. */
    String explain(Exception failure) {
        return switch (failure) {
            case UnusableFileException said -> String.valueOf(said.getMessage());
            case AuditKeyException said -> String.valueOf(said.getMessage());
            case SQLiteException sqlite -> "audit store " + file + " " + explain(sqlite);
            case SQLException unloadable
                    when unloadable.getCause() instanceof NativeLibraryNotFoundException ->
                    "audit store "
                            + file
                            + " can't be opened because SQLite's native library can't be loaded: it"
                            + " is unpacked to the directory for temporary files, which must exist,"
                            + " have room and allow programs to run; -Dorg.sqlite.tmpdir names"
                            + " another";
            case FileSystemException unmade ->
                    "audit store " + file + " can't be made: " + reason(unmade);
            default -> "audit store " + file + " can't be used: " + failure.getMessage();
        };
    }

    /** Java names the file, and says nothing else of the two kinds that are met most. */
    private static String reason(FileSystemException unmade) {
        String where = unmade.getFile();
        return switch (unmade) {
            case AccessDeniedException ignored -> "this user may not write to " + where;
            case FileAlreadyExistsException ignored -> where + " is no directory";
            default -> where + ": " + unmade.getReason();
        };
    }

    private String explain(SQLiteException failure) {
        int code = primaryCode(failure);
        if (code == SQLiteErrorCode.SQLITE_BUSY.code
                || code == SQLiteErrorCode.SQLITE_LOCKED.code) {
            return "is locked by another program for more than "
                    + busyTimeout.toMillis()
                    + " ms: end the transaction that is open there";
        }
        if (code == SQLiteErrorCode.SQLITE_NOTADB.code
                || code == SQLiteErrorCode.SQLITE_CORRUPT.code) {
            return "is damaged or no SQLite file: move it away together with its -wal and -shm"
                    + " files and a new one is made; `sqlite3 FILE .recover` saves what is left";
        }
        if (code == SQLiteErrorCode.SQLITE_FULL.code) {
            return "does not fit on its disk any more: make room there";
        }
        if (code == SQLiteErrorCode.SQLITE_READONLY.code
                || code == SQLiteErrorCode.SQLITE_PERM.code) {
            return "is read-only: give its owner the right to write to the file and its directory";
        }
        if (code == SQLiteErrorCode.SQLITE_CANTOPEN.code) {
            return "can't be opened: check that it is a file, and that file and directory belong to"
                    + " this user";
        }
        return "failed: check its disk" + detail(failure);
    }

    /** SQLite's own words; statements are prepared, so no stored value is among them. */
    private static String detail(SQLiteException failure) {
        return " (" + failure.getMessage() + ")";
    }

    /** The reason without its variant: SQLite keeps it in the lowest byte. */
    private static int primaryCode(SQLiteException failure) {
        return failure.getResultCode().code & 0xFF;
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
