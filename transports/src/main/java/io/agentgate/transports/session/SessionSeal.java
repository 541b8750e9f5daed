package io.agentgate.transports.session;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The making and reading of session ids that nobody else can make: what never changes about a
 * session, sealed with AES-GCM. Visible ASCII (MCP 2025-11-25, session management), at most 512
 * characters. Thread safe.
 *
 * <pre>
 *   base64url( key id (1) · nonce (12) · AES-256-GCM( version (1) · uuid (16) · created, ms (8)
 *              · mark of the server (8) · home length (1) · home · caller ) · tag (16) )
 * </pre>
 */
public final class SessionSeal {
    /** Longest session id, in characters. */
    public static final int MAX_LENGTH = 512;

    private static final String ALGORITHM = "AES/GCM/NoPadding";
    private static final byte VERSION = 2;
    private static final byte KEY_ID = 1;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int FIXED_BYTES = 1 + 16 + 8 + 8 + 1;
    private static final int MAX_WORD_BYTES = 128;

    private final SecretKeySpec key;
    private final SecureRandom random = new SecureRandom();

    /**
     * @param key 32 bytes
     */
    public SessionSeal(byte[] key) {
        this.key = new SecretKeySpec(key, "AES");
    }

    /** The key, for what is sealed for other purposes. */
    SecretKeySpec key() {
        return key;
    }

    /**
     * What never changes about a session.
     *
     * @param server the {@linkplain #mark mark} of the server it leads to
     * @param home the replica that began it, at most 128 bytes of UTF-8
     * @param caller who it belongs to, at most 128 bytes of UTF-8
     */
    public record Facts(UUID id, Instant created, long server, String home, String caller) {}

    /** What stands for a server's name, which may be long: the beginning of its SHA-256. */
    public static long mark(String server) {
        try {
            byte[] name = server.getBytes(StandardCharsets.UTF_8);
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(name)).getLong();
        } catch (NoSuchAlgorithmException impossible) {
            // Every Java platform has this algorithm (java.security.MessageDigest).
            throw new IllegalStateException(impossible);
        }
    }

    /** The name by which the client knows the session. */
    public String seal(Facts facts) {
        byte[] home = word(facts.home());
        byte[] caller = word(facts.caller());
        ByteBuffer plain = ByteBuffer.allocate(FIXED_BYTES + home.length + caller.length);
        plain.put(VERSION);
        plain.putLong(facts.id().getMostSignificantBits());
        plain.putLong(facts.id().getLeastSignificantBits());
        plain.putLong(facts.created().toEpochMilli());
        plain.putLong(facts.server());
        plain.put((byte) home.length).put(home).put(caller);
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce);
            byte[] sealed = cipher.doFinal(plain.array());
            ByteBuffer whole = ByteBuffer.allocate(1 + NONCE_BYTES + sealed.length);
            whole.put(KEY_ID).put(nonce).put(sealed);
            return text(whole.array());
        } catch (GeneralSecurityException impossible) {
            // Every Java platform has this algorithm (javax.crypto.Cipher).
            throw new IllegalStateException(impossible);
        }
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static byte[] word(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MAX_WORD_BYTES) {
            throw new IllegalArgumentException("a name longer than " + MAX_WORD_BYTES + " bytes");
        }
        return bytes;
    }

    /** Reads a session id; null if this key did not make it. */
    public @Nullable Facts open(String name) {
        if (name.length() > MAX_LENGTH) {
            return null;
        }
        try {
            byte[] whole = Base64.getUrlDecoder().decode(name);
            if (whole.length < 1 + NONCE_BYTES + FIXED_BYTES || whole[0] != KEY_ID) {
                return null;
            }
            if (!text(whole).equals(name)) {
                // The last character has bits that decoders ignore; one session has one name.
                return null;
            }
            byte[] nonce = new byte[NONCE_BYTES];
            System.arraycopy(whole, 1, nonce, 0, NONCE_BYTES);
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, nonce);
            int start = 1 + NONCE_BYTES;
            return facts(ByteBuffer.wrap(cipher.doFinal(whole, start, whole.length - start)));
        } catch (IllegalArgumentException | GeneralSecurityException notOurs) {
            return null;
        }
    }

    private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(ALGORITHM);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(new byte[] {KEY_ID});
        return cipher;
    }

    private static @Nullable Facts facts(ByteBuffer plain) {
        if (plain.get() != VERSION) {
            return null;
        }
        UUID id = new UUID(plain.getLong(), plain.getLong());
        Instant created = Instant.ofEpochMilli(plain.getLong());
        long server = plain.getLong();
        byte[] home = new byte[plain.get() & 0xFF];
        plain.get(home);
        byte[] caller = new byte[plain.remaining()];
        plain.get(caller);
        return new Facts(
                id,
                created,
                server,
                new String(home, StandardCharsets.UTF_8),
                new String(caller, StandardCharsets.UTF_8));
    }
}
