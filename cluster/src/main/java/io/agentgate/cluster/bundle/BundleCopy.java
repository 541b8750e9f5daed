package io.agentgate.cluster.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The last good bundle on disk, as it was received. It holds hashes of keys: it is its owner's
 * only.
 */
final class BundleCopy {
    private static final Set<StandardOpenOption> NEW =
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path file;
    private final Path unfinished;

    BundleCopy(Path home) {
        this.file = home.resolve("bundle.json");
        this.unfinished = home.resolve(".bundle.json.new");
    }

    Path file() {
        return file;
    }

    /** Replaces the copy; whenever power goes, there is the one before or this one. */
    void write(byte[] bundle) throws IOException {
        Files.deleteIfExists(unfinished);
        try (FileChannel channel = open()) {
            ByteBuffer content = ByteBuffer.wrap(bundle);
            while (content.hasRemaining()) {
                channel.write(content);
            }
            channel.force(true);
        }
        Files.move(
                unfinished,
                file,
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        syncDirectory();
    }

    private FileChannel open() throws IOException {
        return isPosix()
                ? FileChannel.open(unfinished, NEW, OWNER_ONLY)
                : FileChannel.open(unfinished, NEW);
    }

    private boolean isPosix() throws IOException {
        return Files.getFileStore(directory()).supportsFileAttributeView("posix");
    }

    private Path directory() {
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null) {
            throw new IllegalStateException("the copy has a directory");
        }
        return directory;
    }

    private void syncDirectory() throws IOException {
        if (isPosix()) {
            try (FileChannel directory = FileChannel.open(directory(), StandardOpenOption.READ)) {
                directory.force(true);
            }
        }
    }

    /** The copy; null if there is none. */
    byte @Nullable [] read() throws IOException {
        try (InputStream content = Files.newInputStream(file)) {
            if (isPosix()
                    && Files.getPosixFilePermissions(file)
                            .contains(PosixFilePermission.OTHERS_WRITE)) {
                throw new IOException("everybody may write it");
            }
            byte[] bytes = content.readNBytes(BundleService.MAX_BODY + 1);
            if (bytes.length > BundleService.MAX_BODY) {
                throw new IOException("it is larger than " + BundleService.MAX_BODY + " bytes");
            }
            return bytes;
        } catch (NoSuchFileException noneYet) {
            return null;
        }
    }
}
