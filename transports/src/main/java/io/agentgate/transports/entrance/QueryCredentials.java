package io.agentgate.transports.entrance;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rule on credentials in URLs: there must be none (MCP 2025-11-25, authorization, access token
 * usage; RFC 6750, section 2.3). URLs end in logs and histories.
 */
final class QueryCredentials {
    private static final Set<String> NAMES =
            Set.of(
                    "access_token",
                    "api_key",
                    "api-key",
                    "apikey",
                    "authorization",
                    "id_token",
                    "key",
                    "token");

    private QueryCredentials() {}

    /** Whether a query holds what may be a credential. */
    static boolean in(@Nullable String query) {
        if (query == null) {
            return false;
        }
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (NAMES.contains(decoded(equals < 0 ? pair : pair.substring(0, equals)))) {
                return true;
            }
        }
        return false;
    }

    private static String decoded(String name) {
        try {
            return URLDecoder.decode(name, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException notEncoded) {
            return name.toLowerCase(Locale.ROOT);
        }
    }
}
