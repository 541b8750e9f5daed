package io.agentgate.gateway.retry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The making and reading of what clients carry from one round of a call to the next, which nobody
 * else can make or read. Thread safe.
 *
 * <pre>
 *   base64url( nonce (12) · AES-256-GCM( until, s (8) · digest (32) · decision · caller · server · state )
 *              · tag (16) )          texts and the state: length (4), bytes; length -1 for none
 * </pre>
 */
final class RoundSeal {
    private static final String ALGORITHM = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int DIGEST_BYTES = 32;

    /** What is sealed for another purpose with the same key is nothing here. */
    private static final byte[] PURPOSE = "round of a call, 1".getBytes(UTF_8);

    private final SecretKeySpec key;
    private final SecureRandom random = new SecureRandom();

    /**
     * @param key 32 bytes
     */
    RoundSeal(byte[] key) {
        this.key = new SecretKeySpec(key, "AES");
    }

    String seal(Round round) {
        byte[] decision = round.decision().getBytes(UTF_8);
        byte[] caller = round.caller().getBytes(UTF_8);
        byte[] server = round.server().getBytes(UTF_8);
        byte[] state = round.state();
        int texts = decision.length + caller.length + server.length;
        int length = 8 + DIGEST_BYTES + 4 * 4 + texts + (state == null ? 0 : state.length);
        ByteBuffer plain = ByteBuffer.allocate(length);
        plain.putLong(round.until().getEpochSecond()).put(round.digest());
        put(plain, decision);
        put(plain, caller);
        put(plain, server);
        put(plain, state);
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce).doFinal(plain.array());
            ByteBuffer whole = ByteBuffer.allocate(NONCE_BYTES + sealed.length);
            whole.put(nonce).put(sealed);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(whole.array());
        } catch (GeneralSecurityException impossible) {
            // Every Java platform has this algorithm (javax.crypto.Cipher).
            throw new IllegalStateException(impossible);
        }
    }

    private static void put(ByteBuffer out, byte @Nullable [] bytes) {
        if (bytes == null) {
            out.putInt(-1);
        } else {
            out.putInt(bytes.length).put(bytes);
        }
    }

    /** Reads what was sealed; null if this key did not seal it for this purpose. */
    @Nullable Round open(String sealed) {
        try {
            byte[] whole = Base64.getUrlDecoder().decode(sealed);
            if (whole.length <= NONCE_BYTES) {
                return null;
            }
            byte[] nonce = new byte[NONCE_BYTES];
            System.arraycopy(whole, 0, nonce, 0, NONCE_BYTES);
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, nonce);
            return read(
                    ByteBuffer.wrap(
                            cipher.doFinal(whole, NONCE_BYTES, whole.length - NONCE_BYTES)));
        } catch (IllegalArgumentException
                | GeneralSecurityException
                | BufferUnderflowException notOurs) {
            return null;
        }
    }

    private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(ALGORITHM);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(PURPOSE);
        return cipher;
    }

    private static Round read(ByteBuffer plain) {
        Instant until = Instant.ofEpochSecond(plain.getLong());
        byte[] digest = new byte[DIGEST_BYTES];
        plain.get(digest);
        return new Round(text(plain), text(plain), text(plain), digest, until, bytes(plain));
    }

    private static String text(ByteBuffer plain) {
        byte[] bytes = bytes(plain);
        return bytes == null ? "" : new String(bytes, UTF_8);
    }

    private static byte @Nullable [] bytes(ByteBuffer plain) {
        int length = plain.getInt();
        if (length < 0) {
            return null;
        }
        if (length > plain.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        plain.get(bytes);
        return bytes;
    }
}
