package io.agentgate.embedded.files;

import io.agentgate.gateway.keys.KeyRing;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A key ring in {@code <home>/keys}: one file per key, made on first use and kept. */
public final class FileKeyRing implements KeyRing {
    private final SecretBytes auditKey;
    private final SecretBytes sessionKey;

    private FileKeyRing(SecretBytes auditKey, SecretBytes sessionKey) {
        this.auditKey = auditKey;
        this.sessionKey = sessionKey;
    }

    /**
     * Reads the keys, and makes those that are missing.
     *
     * @param home the product's home directory; made if missing
     * @throws KeyFileException if a key cannot be read, made or trusted
     */
    public static FileKeyRing open(Path home) throws KeyFileException {
        return new FileKeyRing(
                readOrCreate(auditKeyFile(home), auditKeyOf(home)),
                readOrCreate(sessionKeyFile(home), sessionKeyOf(home)));
    }

    /**
     * Reads the audit key of a home, and makes none.
     *
     * @return null if there is none
     * @throws KeyFileException if it cannot be read or trusted
     */
    public static byte @Nullable [] existingAuditKey(Path home) throws KeyFileException {
        Path file = auditKeyFile(home);
        try {
            SecretBytes key = auditKeyOf(home).readIfThere();
            return key == null ? null : key.reveal();
        } catch (IOException unreadable) {
            throw new KeyFileException(file + " cannot be read: " + why(unreadable), unreadable);
        }
    }

    /**
     * Looks at the keys of a home that are there, and makes none.
     *
     * @throws KeyFileException if one of them cannot be read or trusted
     */
    public static void check(Path home) throws KeyFileException {
        byte[] _ = existingAuditKey(home);
        try {
            SecretBytes _ = sessionKeyOf(home).readIfThere();
        } catch (IOException unreadable) {
            throw new KeyFileException(
                    sessionKeyFile(home) + " cannot be read: " + why(unreadable), unreadable);
        }
    }

    private static Path sessionKeyFile(Path home) {
        return home.resolve("keys").resolve("session.key");
    }

    private static KeyFile sessionKeyOf(Path home) {
        return new KeyFile(
                sessionKeyFile(home),
                "delete it to get a new key (clients must then begin new sessions)");
    }

    private static Path auditKeyFile(Path home) {
        return home.resolve("keys").resolve("audit.key");
    }

    private static KeyFile auditKeyOf(Path home) {
        return new KeyFile(
                auditKeyFile(home),
                "delete it to get a new key (what is stored can then no longer be proved)");
    }

    private static SecretBytes readOrCreate(Path file, KeyFile key) throws KeyFileException {
        try {
            return key.readOrCreate();
        } catch (IOException unusable) {
            throw new KeyFileException(
                    file
                            + " cannot be read or made: check that its directory belongs to you and"
                            + " is writable, and that the disk has room ("
                            + why(unusable)
                            + ")",
                    unusable);
        }
    }

    private static String why(IOException failed) {
        return failed instanceof AccessDeniedException
                ? "you may not"
                : String.valueOf(failed.getMessage());
    }

    @Override
    public byte[] auditKey() {
        return auditKey.reveal();
    }

    @Override
    public byte[] sessionKey() {
        return sessionKey.reveal();
    }

    @Override
    public String toString() {
        return "FileKeyRing[redacted]";
    }
}
