package io.agentgate.auditstore.calls;

import io.agentgate.auditstore.problem.Refusal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;

/** Where a page ended: the last call of it. */
record Cursor(Instant time, String decisionId) {

    /** The cursor in a form that means nothing to whoever carries it. */
    String opaque() {
        String text = time + " " + decisionId;
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    static Cursor of(String opaque) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(opaque), StandardCharsets.UTF_8);
            int blank = text.indexOf(' ');
            if (blank > 0) {
                return new Cursor(
                        Instant.parse(text.substring(0, blank)), text.substring(blank + 1));
            }
        } catch (IllegalArgumentException | DateTimeException notOurs) {
            throw Refusal.invalid("cursor", "is not one that a page gave");
        }
        throw Refusal.invalid("cursor", "is not one that a page gave");
    }
}
