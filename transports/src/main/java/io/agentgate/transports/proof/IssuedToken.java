package io.agentgate.transports.proof;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
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

    /** Reads an answer; one that is not JSON holds nothing. */
    static IssuedToken read(byte[] body) {
        JsonObject answer;
        try {
            answer = new JsonObject(Buffer.buffer(body));
        } catch (DecodeException | ClassCastException notAnObject) {
            return new IssuedToken(null, 0, null);
        }
        String token = text(answer, "access_token");
        String type = text(answer, "token_type");
        String error = text(answer, "error");
        long lifetime = seconds(answer.getValue("expires_in"));
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

    private static @Nullable String text(JsonObject answer, String name) {
        return answer.getValue(name) instanceof String text ? text : null;
    }

    /** Some write a number, some its text. */
    private static long seconds(@Nullable Object value) {
        return switch (value) {
            case Number number -> number.longValue();
            case String digits when digits.matches("[0-9]{1,9}") -> Long.parseLong(digits);
            case null, default -> UNSAID_SECONDS;
        };
    }

    @Override
    public String toString() {
        return "IssuedToken[" + lifetimeSeconds + " s]";
    }
}
