package io.agentgate.embedded.files;

import io.agentgate.gateway.keys.KeyRing;
import java.io.IOException;
import java.nio.file.Path;

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
        Path keys = home.resolve("keys");
        return new FileKeyRing(
                key(
                        keys.resolve("audit.key"),
                        "delete it to get a new key (stored payloads can then no longer be"
                                + " proved)"),
                key(
                        keys.resolve("session.key"),
                        "delete it to get a new key (clients must then begin new sessions)"));
    }

    private static SecretBytes key(Path file, String loss) throws KeyFileException {
        try {
            return new KeyFile(file, loss).readOrCreate();
        } catch (IOException unusable) {
            throw new KeyFileException(
                    file
                            + " cannot be read or made: check that its directory belongs to you and"
                            + " is writable, and that the disk has room ("
                            + unusable
                            + ")",
                    unusable);
        }
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
