package io.agentgate.cluster.secrets;

import io.agentgate.gateway.keys.KeyRing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A key ring of files that somebody else makes and keeps: secrets mounted by Kubernetes or Compose.
 * Each holds 32 bytes as they are, or as 64 hexadecimal digits, or in Base64.
 */
public final class MountedKeyRing implements KeyRing {
    private static final int BYTES = 32;
    private static final int MAX_FILE_BYTES = 1024;
    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{64}");
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_-]{43}=?");

    private final byte[] audit;
    private final byte[] session;

    private MountedKeyRing(byte[] audit, byte[] session) {
        this.audit = audit;
        this.session = session;
    }

    /**
     * Reads both keys.
     *
     * @throws IOException if a file cannot be read, may be written by everybody, or holds no key;
     *     it names the file, never what is in it
     */
    public static MountedKeyRing open(Path auditFile, Path sessionFile) throws IOException {
        return new MountedKeyRing(key(auditFile), key(sessionFile));
    }

    private static byte[] key(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("there is no key file " + file);
        }
        requireNotEverybodys(file);
        if (Files.size(file) > MAX_FILE_BYTES) {
            throw noKey(file);
        }
        byte[] content = Files.readAllBytes(file);
        return content.length == BYTES ? content : decoded(file, content);
    }

    /** Whoever can write the key of sessions can make some. Mounted secrets may be read by all. */
    private static void requireNotEverybodys(Path file) throws IOException {
        if (Files.getFileStore(file).supportsFileAttributeView("posix")
                && Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_WRITE)) {
            throw new IOException(
                    file + " may be written by everybody: run `chmod o-w " + file + "`");
        }
    }

    private static byte[] decoded(Path file, byte[] content) throws IOException {
        String text;
        try {
            text =
                    StandardCharsets.US_ASCII
                            .newDecoder()
                            .decode(ByteBuffer.wrap(content))
                            .toString();
        } catch (CharacterCodingException notText) {
            throw noKey(file);
        }
        text = text.strip();
        if (HEX.matcher(text).matches()) {
            return HexFormat.of().parseHex(text);
        }
        if (!BASE64.matcher(text).matches()) {
            throw noKey(file);
        }
        try {
            return Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
        } catch (IllegalArgumentException notBase64) {
            throw noKey(file);
        }
    }

    private static IOException noKey(Path file) {
        return new IOException(
                file
                        + " does not hold a key of "
                        + BYTES
                        + " bytes, as they are, in hexadecimal or in Base64: make one with `openssl"
                        + " rand -hex 32`");
    }

    @Override
    public byte[] auditKey() {
        return audit;
    }

    @Override
    public byte[] sessionKey() {
        return session;
    }

    @Override
    public String toString() {
        return "MountedKeyRing[redacted]";
    }
}
