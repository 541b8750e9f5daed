package io.agentgate.gateway.credential;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/** A secret as it was last read. Thread safe; only {@link Secrets} reads. */
public final class Secret {
    /** Longest secret, in bytes. */
    public static final int MAX_BYTES = 64 << 10;

    private final SecretReference reference;
    private volatile String value;

    private Secret(SecretReference reference, String value) {
        this.reference = reference;
        this.value = value;
    }

    static Secret read(SecretReference reference, Map<String, String> environment)
            throws SecretException {
        return new Secret(
                reference,
                switch (reference) {
                    case SecretReference.Environment(String name) ->
                            usable(reference, environment.getOrDefault(name, ""));
                    case SecretReference.File(Path path) -> content(reference, path);
                });
    }

    /** The secret: the same object as long as it does not change. */
    public String value() {
        return value;
    }

    /** Reads a file again; what cannot be read changes nothing. */
    void readAgain() throws SecretException {
        if (reference instanceof SecretReference.File(Path path)) {
            String read = content(reference, path);
            if (!read.equals(value)) {
                value = read;
            }
        }
    }

    private static String content(SecretReference reference, Path path) throws SecretException {
        byte[] bytes;
        try (InputStream file = Files.newInputStream(path)) {
            bytes = file.readNBytes(MAX_BYTES + 1);
        } catch (NoSuchFileException missing) {
            throw new SecretException(reference, "is not there");
        } catch (IOException unreadable) {
            throw new SecretException(reference, "cannot be read");
        }
        if (bytes.length > MAX_BYTES) {
            throw new SecretException(reference, "is longer than " + MAX_BYTES + " bytes");
        }
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return usable(reference, withoutLineEnd(text));
        } catch (CharacterCodingException binary) {
            throw new SecretException(reference, "is no text in UTF-8");
        }
    }

    /** Editors end the last line, too. */
    private static String withoutLineEnd(String text) {
        String shorter = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        return shorter.endsWith("\r") ? shorter.substring(0, shorter.length() - 1) : shorter;
    }

    private static String usable(SecretReference reference, String text) throws SecretException {
        if (text.isBlank()) {
            throw new SecretException(reference, "is not set or empty");
        }
        if (text.length() > MAX_BYTES) {
            throw new SecretException(reference, "is longer than " + MAX_BYTES + " bytes");
        }
        // In a header it would be another header, or another request.
        if (text.chars().anyMatch(c -> c < ' ' || c == 0x7F)) {
            throw new SecretException(reference, "holds a line end or a control character");
        }
        return text;
    }

    @Override
    public String toString() {
        return "[secret of " + reference + "]";
    }
}
