package io.agentgate.transports.proof;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a token endpoint answers: a token, or a word on why not (RFC 6749, sections 5.1 and 5.2).
 *
 * @param token the access token; null if there is none of a kind we can show
 * @param lifetimeSeconds how long it is good for
 * @param error the code of the refusal; null if there is none
 */
record IssuedToken(@Nullable String token, long lifetimeSeconds, @Nullable String error) {
    /** RFC 6749 leaves unsaid how long a token is good for whose answer does not say it. */
    private static final long UNSAID_SECONDS = 60;

    private static final long LONGEST_SECONDS = 86_400;
    private static final int MAX_LENGTH = 16 << 10;
    private static final Pattern CODE = Pattern.compile("[a-z_]{1,40}");
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7E]{1," + MAX_LENGTH + "}");
    private static final JsonFactory JSON =
            JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    /** Reads an answer; one that is not JSON holds nothing. */
    static IssuedToken read(byte[] body) {
        String token = null;
        String type = null;
        String error = null;
        long lifetime = UNSAID_SECONDS;
        try (JsonParser json = JSON.createParser(body)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return new IssuedToken(null, 0, null);
            }
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                JsonToken value = json.nextToken();
                switch (name) {
                    case "access_token" -> token = text(json, value);
                    case "token_type" -> type = text(json, value);
                    case "error" -> error = text(json, value);
                    // Some write a number, some its text.
                    case "expires_in" -> lifetime = json.getValueAsLong(UNSAID_SECONDS);
                    default -> {}
                }
                json.skipChildren();
            }
        } catch (IOException notJson) {
            return new IssuedToken(null, 0, null);
        }
        boolean usable =
                token != null
                        && TOKEN.matcher(token).matches()
                        && "Bearer".equalsIgnoreCase(type)
                        && lifetime > 0;
        return new IssuedToken(
                usable ? token : null,
                Math.min(lifetime, LONGEST_SECONDS),
                error != null && CODE.matcher(error).matches() ? error : null);
    }

    private static @Nullable String text(JsonParser json, @Nullable JsonToken value)
            throws IOException {
        return value == JsonToken.VALUE_STRING ? json.getText() : null;
    }

    @Override
    public String toString() {
        return "IssuedToken[" + lifetimeSeconds + " s]";
    }
}
