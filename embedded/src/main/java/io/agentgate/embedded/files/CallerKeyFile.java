package io.agentgate.embedded.files;

import io.agentgate.gateway.caller.CallerKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * The file that holds what is kept of the callers' API keys.
 *
 * <p>A change replaces it whole, under a lock: a reader sees the keys before or those after, and of
 * two changes at once neither is lost.
 */
public final class CallerKeyFile {
    /** More than {@link CallerKeyText#MAX_KEYS} entries with the longest names. */
    private static final int MAX_BYTES = 1024 * 1024;

    private final Path file;

    /** Nothing is opened or made yet. */
    public CallerKeyFile(Path file) {
        this.file = file.toAbsolutePath();
    }

    /** Makes the keys after a change of those before. */
    @FunctionalInterface
    public interface Change<X extends Exception> {
        List<CallerKey> apply(List<CallerKey> before) throws X;
    }

    public Path path() {
        return file;
    }

    /**
     * The keys in the order in which they were made; none where there is no file.
     *
     * @throws KeyFileException if the file cannot be read, is wrong, or is open to others
     */
    public List<CallerKey> read() throws KeyFileException {
        try {
            return load();
        } catch (NoSuchFileException noneYet) {
            return List.of();
        } catch (IOException unreadable) {
            throw unusable("cannot be read", unreadable);
        }
    }

    List<CallerKey> load() throws IOException, KeyFileException {
        byte[] bytes;
        try (InputStream content = Files.newInputStream(file)) {
            bytes = content.readNBytes(MAX_BYTES + 1);
        }
        OwnerOnly.require(file);
        if (bytes.length > MAX_BYTES) {
            throw new KeyFileException(file + " is larger than " + MAX_BYTES + " bytes");
        }
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return CallerKeyText.parse(text, file);
        } catch (CharacterCodingException notText) {
            throw new KeyFileException(file + " is not UTF-8 text");
        }
    }

    /**
     * Changes the keys, and returns when the change is on the disk.
     *
     * @throws KeyFileException if the file cannot be read or written, is wrong, or is open to
     *     others; nothing has changed
     * @throws X if the change itself refuses; nothing has changed
     */
    public <X extends Exception> void change(Change<X> change) throws KeyFileException, X {
        try {
            OwnerOnly.makeDirectory(OwnerOnly.directoryOf(file));
            try (WriteLock _ = WriteLock.of(file)) {
                List<CallerKey> before = read();
                List<CallerKey> after = change.apply(before);
                if (after.size() > CallerKeyText.MAX_KEYS) {
                    throw new KeyFileException(
                            file
                                    + " holds as many keys as it may ("
                                    + CallerKeyText.MAX_KEYS
                                    + "): take out entries that are revoked or expired");
                }
                if (!after.equals(before)) {
                    replace(CallerKeyText.of(after));
                }
            }
        } catch (IOException failed) {
            throw unusable("cannot be written", failed);
        }
    }

    private void replace(String text) throws IOException {
        Path unfinished = OwnerOnly.writeBeside(file, text.getBytes(StandardCharsets.UTF_8));
        try {
            Files.move(
                    unfinished,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
        Path directory = OwnerOnly.directoryOf(file);
        if (OwnerOnly.isPosix(directory)) {
            // A revocation that a power cut takes back would be none.
            try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
                names.force(true);
            }
        }
    }

    private KeyFileException unusable(String how, IOException failed) {
        return new KeyFileException(file + " " + how + ": " + failed, failed);
    }

    @Override
    public String toString() {
        return "CallerKeyFile[" + file + "]";
    }
}
