package io.agentgate.policystore.problem;

import org.jspecify.annotations.Nullable;

/** Checks of the texts that requests bring. */
public final class Words {
    private Words() {}

    /** A text that must be there, without control characters. */
    public static String required(String field, @Nullable String text, int most) {
        if (text == null || text.isBlank()) {
            throw Refusal.invalid(field, "is missing");
        }
        return printable(field, text, most);
    }

    /** A text that may be missing. */
    public static @Nullable String optional(String field, @Nullable String text, int most) {
        return text == null ? null : required(field, text, most);
    }

    private static String printable(String field, String text, int most) {
        if (text.length() > most) {
            throw Refusal.invalid(field, "is longer than " + most + " characters");
        }
        if (text.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n')) {
            throw Refusal.invalid(field, "holds a control character");
        }
        return text;
    }
}
