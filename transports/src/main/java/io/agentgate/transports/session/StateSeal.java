package io.agentgate.transports.session;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The making and reading of {@code requestState} that nobody else can make: which held call a retry
 * goes on with, and whose it is (MCP 2026-07-28, multi round-trip requests). Sealed with the key of
 * session ids for a purpose of its own, so that the one is never taken for the other. Thread safe.
 *
 * <pre>
 *   base64url( key id (1) · nonce (12) · AES-256-GCM( version (1) · uuid (16) · call (8)
 *              · expires, ms (8) · mark of the server (8) · digest (32) · home length (1) · home
 *              · caller ) · tag (16) )
 * </pre>
 */
public final class StateSeal {
    /** Longest state, in characters. */
    public static final int MAX_LENGTH = 640;

    private static final String ALGORITHM = "AES/GCM/NoPadding";
    private static final byte VERSION = 1;
    private static final byte KEY_ID = 1;
    private static final byte[] PURPOSE = {KEY_ID, 's', 't', 'a', 't', 'e'};
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int DIGEST_BYTES = 32;
    private static final int FIXED_BYTES = 1 + 16 + 8 + 8 + 8 + DIGEST_BYTES + 1;

    private final SecretKeySpec key;
    private final SecureRandom random = new SecureRandom();

    /** One with the key of session ids. */
    public StateSeal(SessionSeal sessions) {
        this.key = sessions.key();
    }

    /**
     * What a retry has to agree with.
     *
     * @param session in which the call is held
     * @param call its number there, another one each time its client is asked
     * @param server the {@linkplain SessionSeal#mark mark} of the server
     * @param digest SHA-256 of what the request asks for
     * @param home the replica that holds it, at most 128 bytes of UTF-8
     * @param caller whose it is, at most 128 bytes of UTF-8
     */
    @SuppressWarnings("ArrayRecordComponent") // Compared by whoever knows what it is to be.
    public record Facts(
            UUID session,
            long call,
            Instant expires,
            long server,
            byte[] digest,
            String home,
            String caller) {
        /** Whether it is the same request that is retried. */
        public boolean isOf(byte[] request) {
            return Arrays.equals(digest, request);
        }
    }

    /** The state that says so. */
    public String seal(Facts facts) {
        byte[] home = SessionSeal.word(facts.home());
        byte[] caller = SessionSeal.word(facts.caller());
        ByteBuffer plain = ByteBuffer.allocate(FIXED_BYTES + home.length + caller.length);
        plain.put(VERSION);
        plain.putLong(facts.session().getMostSignificantBits());
        plain.putLong(facts.session().getLeastSignificantBits());
        plain.putLong(facts.call());
        plain.putLong(facts.expires().toEpochMilli()).putLong(facts.server());
        plain.put(facts.digest()).put((byte) home.length).put(home).put(caller);
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce).doFinal(plain.array());
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

    /** Reads a state; null if this key did not make it. Whether it still holds is not asked. */
    public @Nullable Facts open(String state) {
        if (state.length() > MAX_LENGTH) {
            return null;
        }
        try {
            byte[] whole = Base64.getUrlDecoder().decode(state);
            if (whole.length < 1 + NONCE_BYTES + FIXED_BYTES || whole[0] != KEY_ID) {
                return null;
            }
            byte[] nonce = Arrays.copyOfRange(whole, 1, 1 + NONCE_BYTES);
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, nonce);
            int start = 1 + NONCE_BYTES;
            return facts(ByteBuffer.wrap(cipher.doFinal(whole, start, whole.length - start)));
        } catch (IllegalArgumentException
                | BufferUnderflowException
                | GeneralSecurityException notOurs) {
            return null;
        }
    }

    private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(ALGORITHM);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(PURPOSE);
        return cipher;
    }

    private static @Nullable Facts facts(ByteBuffer plain) {
        if (plain.get() != VERSION) {
            return null;
        }
        UUID session = new UUID(plain.getLong(), plain.getLong());
        long call = plain.getLong();
        Instant expires = Instant.ofEpochMilli(plain.getLong());
        long server = plain.getLong();
        byte[] digest = new byte[DIGEST_BYTES];
        plain.get(digest);
        byte[] home = new byte[plain.get() & 0xFF];
        plain.get(home);
        byte[] caller = new byte[plain.remaining()];
        plain.get(caller);
        return new Facts(
                session,
                call,
                expires,
                server,
                digest,
                new String(home, StandardCharsets.UTF_8),
                new String(caller, StandardCharsets.UTF_8));
    }
}
