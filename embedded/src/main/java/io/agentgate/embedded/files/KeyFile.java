package io.agentgate.embedded.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** A file that holds one key of 32 bytes as a line of hexadecimal digits. */
final class KeyFile {
    private static final int KEY_BYTES = 32;
    private static final int TEXT_BYTES = 2 * KEY_BYTES;

    private final Path file;
    private final String loss;

    /**
     * @param loss what to do, and what is lost, when the key is
     */
    KeyFile(Path file, String loss) {
        this.file = file.toAbsolutePath();
        this.loss = loss;
    }

    /** The key, or null if there is none. */
    @Nullable SecretBytes readIfThere() throws IOException, KeyFileException {
        try {
            return read();
        } catch (NoSuchFileException neverUsed) {
            return null;
        }
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
        OwnerOnly.require(file);
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
        OwnerOnly.makeDirectory(OwnerOnly.directoryOf(file));
        Path unfinished = OwnerOnly.writeBeside(file, newKey());
        try {
            Files.createLink(file, unfinished);
        } catch (FileAlreadyExistsException somebodyWasFirst) {
            // Their key is as good as ours.
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private static byte[] newKey() {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        String line = HexFormat.of().formatHex(key) + "\n";
        return line.getBytes(StandardCharsets.US_ASCII);
    }
}
