package io.agentgate.embedded.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;

/** A file that holds one key of 32 bytes as a line of hexadecimal digits. */
final class KeyFile {
    private static final int KEY_BYTES = 32;
    private static final int TEXT_BYTES = 2 * KEY_BYTES;

    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OWNER_ONLY_DIRECTORY =
            PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> OTHERS_IN_FILE =
            PosixFilePermissions.fromString("---rwxrwx");
    private static final Set<PosixFilePermission> OTHERS_IN_DIRECTORY =
            PosixFilePermissions.fromString("----w--w-");

    private final Path file;
    private final String loss;

    /**
     * @param loss what to do, and what is lost, when the key is
     */
    KeyFile(Path file, String loss) {
        this.file = file.toAbsolutePath();
        this.loss = loss;
    }

    SecretBytes readOrCreate() throws IOException, KeyFileException {
        try {
            return read();
        } catch (NoSuchFileException firstUse) {
            create();
            return read();
        }
    }

    private SecretBytes read() throws IOException, KeyFileException {
        byte[] text;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            // A few bytes more than fit: whatever the file is, this reads no further.
            ByteBuffer head = ByteBuffer.allocate(TEXT_BYTES + 3);
            while (head.hasRemaining() && channel.read(head) >= 0) {}
            text = new byte[head.flip().remaining()];
            head.get(text);
        }
        if (isPosix(directory())) {
            requireNone(directory(), OTHERS_IN_DIRECTORY, "chmod 700");
            requireNone(file, OTHERS_IN_FILE, "chmod 600");
        }
        String digits = new String(text, StandardCharsets.ISO_8859_1).strip();
        if (digits.length() != TEXT_BYTES || !digits.matches("[0-9a-fA-F]+")) {
            // Without the parser's own exception: it quotes what it could not read.
            throw new KeyFileException(
                    file
                            + " is not a key of "
                            + TEXT_BYTES
                            + " hexadecimal digits: restore it from a backup, or "
                            + loss);
        }
        return new SecretBytes(HexFormat.of().parseHex(digits));
    }

    /**
     * Makes the key, unless somebody else does so first.
     *
     * <p>The key is written under a hidden name and then linked to its own: unlike a rename, a link
     * fails when the name is taken, so the first one wins.
     */
    private void create() throws IOException {
        boolean posix = makeDirectory();
        Path unfinished =
                directory().resolve("." + file.getFileName() + "." + ProcessHandle.current().pid());
        unfinished =
                unfinished.resolveSibling(
                        unfinished.getFileName() + "." + Thread.currentThread().threadId());
        try (FileChannel channel =
                FileChannel.open(
                        unfinished,
                        EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        mode(posix, OWNER_ONLY))) {
            ByteBuffer text = newKey();
            while (text.hasRemaining()) {
                channel.write(text);
            }
            channel.force(true);
            Files.createLink(file, unfinished);
        } catch (FileAlreadyExistsException somebodyWasFirst) {
            // Their key is as good as ours.
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private static ByteBuffer newKey() {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        String line = HexFormat.of().formatHex(key) + "\n";
        return ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII));
    }

    private boolean makeDirectory() throws IOException {
        Path existing = directory();
        while (!Files.isDirectory(existing)) {
            Path parent = existing.getParent();
            if (parent == null) {
                break;
            }
            existing = parent;
        }
        boolean posix = isPosix(existing);
        Files.createDirectories(directory(), mode(posix, OWNER_ONLY_DIRECTORY));
        return posix;
    }

    private Path directory() {
        Path parent = file.getParent();
        if (parent == null) {
            throw new IllegalStateException("a key file has a directory");
        }
        return parent;
    }

    private static boolean isPosix(Path path) throws IOException {
        FileStore store = Files.getFileStore(path);
        return store.supportsFileAttributeView("posix");
    }

    private static FileAttribute<?>[] mode(boolean posix, Set<PosixFilePermission> permissions) {
        return posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }

    private static void requireNone(Path path, Set<PosixFilePermission> forbidden, String remedy)
            throws IOException, KeyFileException {
        Set<PosixFilePermission> granted = EnumSet.noneOf(PosixFilePermission.class);
        granted.addAll(Files.getPosixFilePermissions(path));
        granted.retainAll(forbidden);
        if (!granted.isEmpty()) {
            throw new KeyFileException(
                    path
                            + " is open to other users: run `"
                            + remedy
                            + " "
                            + path
                            + "`, and replace the key if they may have read it");
        }
    }
}
