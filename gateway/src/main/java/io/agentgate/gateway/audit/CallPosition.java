package io.agentgate.gateway.audit;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * A place in the calls as they lie behind each other, newest first: just behind a call.
 *
 * @param time when that call was decided
 * @param decisionId tells it from others of the same time
 */
public record CallPosition(Instant time, String decisionId) {
    private static final char BETWEEN = ' ';

    /** The place behind this call. */
    public static CallPosition behind(CallRecord call) {
        return new CallPosition(call.decision().time(), call.decision().decisionId());
    }

    /** The place in a form that means nothing to whoever carries it. */
    public String opaque() {
        String text = time + String.valueOf(BETWEEN) + decisionId;
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** What {@link #opaque} is the form of; empty for everything else. */
    public static Optional<CallPosition> ofOpaque(String opaque) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(opaque), StandardCharsets.UTF_8);
            int between = text.indexOf(BETWEEN);
            if (between > 0) {
                return Optional.of(
                        new CallPosition(
                                Instant.parse(text.substring(0, between)),
                                text.substring(between + 1)));
            }
        } catch (IllegalArgumentException | DateTimeException notOurs) {
            return Optional.empty();
        }
        return Optional.empty();
    }
}
