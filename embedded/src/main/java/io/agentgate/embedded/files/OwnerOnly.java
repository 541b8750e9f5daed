package io.agentgate.embedded.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rights of files that are their owner's only, where the file system knows rights. */
final class OwnerOnly {
    private static final Set<PosixFilePermission> FILE =
            PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> DIRECTORY =
            PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> OTHERS_IN_FILE =
            PosixFilePermissions.fromString("---rwxrwx");
    private static final Set<PosixFilePermission> OTHERS_IN_DIRECTORY =
            PosixFilePermissions.fromString("----w--w-");

    private OwnerOnly() {}

    static Path directoryOf(Path file) {
        Path parent = file.getParent();
        if (parent == null) {
            throw new IllegalStateException("the file has a directory");
        }
        return parent;
    }

    static boolean isPosix(Path existing) throws IOException {
        return Files.getFileStore(existing).supportsFileAttributeView("posix");
    }

    /** Makes a directory and those above it, as far as they are missing. */
    static void makeDirectory(Path directory) throws IOException {
        Path existing = directory;
        while (!Files.isDirectory(existing)) {
            Path parent = existing.getParent();
            if (parent == null) {
                break;
            }
            existing = parent;
        }
        Files.createDirectories(directory, mode(isPosix(existing), DIRECTORY));
    }

    /** Opens a file that, where this makes it, is its owner's only from its first byte on. */
    static FileChannel open(Path file, Set<? extends OpenOption> options) throws IOException {
        return FileChannel.open(file, options, mode(isPosix(directoryOf(file)), FILE));
    }

    /**
     * Writes a new file under a hidden name beside the one it is to become, and returns that name
     * once the content is on the disk.
     */
    static Path writeBeside(Path file, byte[] content) throws IOException {
        Path unfinished =
                file.resolveSibling(
                        "."
                                + file.getFileName()
                                + "."
                                + ProcessHandle.current().pid()
                                + "."
                                + Thread.currentThread().threadId());
        // One of a process that was killed and had our number.
        Files.deleteIfExists(unfinished);
        try (FileChannel channel =
                open(
                        unfinished,
                        EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))) {
            ByteBuffer text = ByteBuffer.wrap(content);
            while (text.hasRemaining()) {
                channel.write(text);
            }
            channel.force(true);
            return unfinished;
        } catch (IOException failed) {
            Files.deleteIfExists(unfinished);
            throw failed;
        }
    }

    /** Refuses a file that others may read, or whose directory others may change. */
    static void require(Path file) throws IOException, KeyFileException {
        Path directory = directoryOf(file);
        if (isPosix(directory)) {
            requireNone(directory, OTHERS_IN_DIRECTORY, "chmod 700");
            requireNone(file, OTHERS_IN_FILE, "chmod 600");
        }
    }

    /**
     * Which of a file and its directory others may change, with what to do about it; null for
     * neither.
     */
    static @Nullable String whatOthersMayChange(Path file) throws IOException {
        Path directory = directoryOf(file);
        if (!isPosix(directory)) {
            return null;
        }
        for (Path path : List.of(directory, file)) {
            if (!granted(path, OTHERS_IN_DIRECTORY).isEmpty()) {
                String mode = path.equals(file) ? "chmod 600 " : "chmod 700 ";
                return path + " can be changed by other users: run `" + mode + path + "`";
            }
        }
        return null;
    }

    private static Set<PosixFilePermission> granted(Path path, Set<PosixFilePermission> of)
            throws IOException {
        Set<PosixFilePermission> granted = EnumSet.noneOf(PosixFilePermission.class);
        granted.addAll(Files.getPosixFilePermissions(path));
        granted.retainAll(of);
        return granted;
    }

    private static void requireNone(Path path, Set<PosixFilePermission> forbidden, String remedy)
            throws IOException, KeyFileException {
        if (!granted(path, forbidden).isEmpty()) {
            throw new KeyFileException(
                    path
                            + " is open to other users: run `"
                            + remedy
                            + " "
                            + path
                            + "`, and replace the key if they may have read it");
        }
    }

    private static FileAttribute<?>[] mode(boolean posix, Set<PosixFilePermission> permissions) {
        return posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }
}
