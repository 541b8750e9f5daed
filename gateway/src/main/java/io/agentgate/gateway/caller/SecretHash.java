package io.agentgate.gateway.caller;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The SHA-256 of a key's secret: what is kept of a key.
 *
 * <p>A fast hash is right here. Slow ones make guesses dear where people choose passwords; a secret
 * of 256 random bits is out of reach at any speed, and every request pays for the hash.
 */
public final class SecretHash {
    private static final String SCHEME = "sha256:";
    private static final int BYTES = 32;

    /** What no secret hashes to that anybody could find. */
    static final SecretHash OF_NOBODY = new SecretHash(new byte[BYTES]);

    private final byte[] bytes;

    private SecretHash(byte[] bytes) {
        this.bytes = bytes;
    }

    public static SecretHash of(ApiKey key) {
        return new SecretHash(sha256(key));
    }

    /** Reads a stored form; null for any other text. */
    public static @Nullable SecretHash parse(String text) {
        if (text.length() != SCHEME.length() + 2 * BYTES || !text.startsWith(SCHEME)) {
            return null;
        }
        for (int i = SCHEME.length(); i < text.length(); i++) {
            char digit = text.charAt(i);
            if ((digit < '0' || digit > '9') && (digit < 'a' || digit > 'f')) {
                return null;
            }
        }
        return new SecretHash(HexFormat.of().parseHex(text, SCHEME.length(), text.length()));
    }

    /** Whether this is the hash of the key's secret; the time it takes tells nothing else. */
    boolean matches(ApiKey key) {
        return MessageDigest.isEqual(bytes, sha256(key));
    }

    private static byte[] sha256(ApiKey key) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(key.secret().getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has SHA-256", missing);
        }
    }

    /** The stored form. */
    public String reveal() {
        return SCHEME + HexFormat.of().formatHex(bytes);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SecretHash hash && MessageDigest.isEqual(bytes, hash.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "SecretHash[redacted]";
    }
}
