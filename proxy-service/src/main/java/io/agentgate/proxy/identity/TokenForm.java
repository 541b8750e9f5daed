package io.agentgate.proxy.identity;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a token must look like before anybody takes the trouble to verify it: a signed JWT (RFC
 * 7515, section 7.1) of a sensible size, by an algorithm on the list. That list keeps out {@code
 * none} and whatever is signed with a secret instead of a key (RFC 8725, section 3.1).
 */
final class TokenForm {
    /** Longest token, in characters. */
    static final int MAX_LENGTH = 12 << 10;

    private static final int PARTS = 3;

    private final Set<String> algorithms;

    /**
     * @param algorithms the names of the algorithms that are taken (RFC 7518, section 3.1)
     */
    TokenForm(Set<String> algorithms) {
        this.algorithms = Set.copyOf(algorithms);
    }

    /** Why this is no token to be verified, in words without any of it; or null. */
    @Nullable String problem(String token) {
        if (token.length() > MAX_LENGTH) {
            return "the token is too long";
        }
        String[] parts = token.split("\\.", -1);
        if (parts.length != PARTS) {
            return "the token is not a signed JWT";
        }
        JsonObject header = decoded(parts[0]);
        if (header == null || !(header.getValue("alg") instanceof String algorithm)) {
            return "the token is not a signed JWT";
        }
        if (!algorithms.contains(algorithm)) {
            return "the token is signed by an algorithm that is not taken";
        }
        // RFC 7515, section 4.1.11: what must be understood is not understood here.
        return header.containsKey("crit") ? "the token asks for extensions" : null;
    }

    /** The claims of a token that was verified; null if they cannot be read. */
    static @Nullable JsonObject claims(String token) {
        return decoded(token.substring(token.indexOf('.') + 1, token.lastIndexOf('.')));
    }

    private static @Nullable JsonObject decoded(String part) {
        try {
            byte[] json = Base64.getUrlDecoder().decode(part);
            return new JsonObject(new String(json, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException | DecodeException notJson) {
            return null;
        }
    }
}
