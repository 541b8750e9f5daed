package io.agentgate.embedded.sqlite;

import io.agentgate.gateway.audit.AuditEvent;
import io.agentgate.gateway.audit.CallOrigin;
import io.agentgate.gateway.audit.CallRecord;
import io.agentgate.gateway.audit.Payload;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether a call holds a text, letters of all alphabets in either case: what SQLite can say of
 * ASCII only.
 */
final class FoundText {
    private final @Nullable String text;

    /**
     * @param text null, and one of ASCII, for SQLite's word to be enough
     */
    FoundText(@Nullable String text) {
        this.text =
                text == null || text.chars().allMatch(character -> character < 0x80) ? null : text;
    }

    boolean isIn(CallRecord call) {
        String wanted = text;
        if (wanted == null) {
            return true;
        }
        CallOrigin origin = call.decision().origin();
        AuditEvent.CallSettled outcome = call.outcome();
        String ended = outcome == null ? null : outcome.reason();
        return Stream.of(
                        origin.tool(),
                        origin.server(),
                        origin.agent(),
                        ended == null ? call.decision().basis().reason() : ended,
                        text(call.decision().arguments()),
                        outcome == null ? null : text(outcome.result()))
                .filter(Objects::nonNull)
                .anyMatch(whole -> contains(whole, wanted));
    }

    private static @Nullable String text(@Nullable Payload payload) {
        return payload == null ? null : payload.text();
    }

    private static boolean contains(String whole, String part) {
        int last = whole.length() - part.length();
        for (int at = 0; at <= last; at++) {
            if (whole.regionMatches(true, at, part, 0, part.length())) {
                return true;
            }
        }
        return false;
    }
}
