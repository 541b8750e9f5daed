package io.agentgate.gateway.caller;

import java.security.SecureRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * An API key in full, as its caller holds it: {@code agk_<id>_<secret>}. The prefix lets secret
 * scanners find keys that got where they should not be.
 */
public final class ApiKey {
    /** How every key begins. */
    public static final String PREFIX = "agk_";

    private static final int ID_LENGTH = 8;

    /** 43 of 62 letters and digits are 256 bits. */
    private static final int SECRET_LENGTH = 43;

    private static final int SECRET_START = PREFIX.length() + ID_LENGTH + 1;
    private static final int LENGTH = SECRET_START + SECRET_LENGTH;

    /** People read ids to each other: without i, l, o and u. */
    private static final String ID_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

    /** Without {@code -} and {@code _}: a double click takes the secret whole. */
    private static final String SECRET_ALPHABET =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private final String id;
    private final String secret;

    private ApiKey(String id, String secret) {
        this.id = id;
        this.secret = secret;
    }

    /** A new key. */
    public static ApiKey generate(SecureRandom random) {
        return new ApiKey(
                chosen(ID_ALPHABET, ID_LENGTH, random),
                chosen(SECRET_ALPHABET, SECRET_LENGTH, random));
    }

    private static String chosen(String alphabet, int length, RandomGenerator random) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    /** Reads a key; null for any text that is not exactly one. */
    public static @Nullable ApiKey parse(String text) {
        if (text.length() != LENGTH
                || !text.startsWith(PREFIX)
                || text.charAt(SECRET_START - 1) != '_') {
            return null;
        }
        String id = text.substring(PREFIX.length(), SECRET_START - 1);
        String secret = text.substring(SECRET_START);
        return isId(id) && isOf(secret, SECRET_ALPHABET) ? new ApiKey(id, secret) : null;
    }

    /** Whether a text has the form of a key's id. */
    public static boolean isId(String text) {
        return text.length() == ID_LENGTH && isOf(text, ID_ALPHABET);
    }

    private static boolean isOf(String text, String alphabet) {
        for (int i = 0; i < text.length(); i++) {
            if (alphabet.indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    /** What names the key in lists and records; no secret. */
    public String id() {
        return id;
    }

    String secret() {
        return secret;
    }

    /** The whole key, to be shown to its caller once. */
    public String reveal() {
        return PREFIX + id + "_" + secret;
    }

    @Override
    public String toString() {
        return PREFIX + id + "_[redacted]";
    }
}
