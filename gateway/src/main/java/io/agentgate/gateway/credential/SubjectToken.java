package io.agentgate.gateway.credential;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The verified token of whoever makes a request, kept for that request only. It can be exchanged
 * for one that a server takes, and is never sent to a server itself.
 */
public final class SubjectToken {
    private final String token;
    private @Nullable String fingerprint;

    /**
     * @param token as the caller showed it, without the word {@code Bearer}; verified
     */
    public SubjectToken(String token) {
        this.token = token;
    }

    /** The token, for the authorization server alone. */
    public String reveal() {
        return token;
    }

    /** What stands for the token where nobody may see it. */
    public String fingerprint() {
        String known = fingerprint;
        if (known == null) {
            known = hash(token);
            fingerprint = known;
        }
        return known;
    }

    private static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public String toString() {
        return "[token]";
    }
}
