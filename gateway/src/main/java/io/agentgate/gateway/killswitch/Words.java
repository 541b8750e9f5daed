package io.agentgate.gateway.killswitch;

import org.jspecify.annotations.Nullable;

/** Checks of the texts in kill switches, which agents and terminals read. */
final class Words {
    private Words() {}

    /** A text of one line that must be there. */
    static String line(String field, @Nullable String text, int most) throws WrongFieldException {
        String there = text(field, text, most);
        if (there.indexOf('\n') >= 0) {
            throw new WrongFieldException(field, "has more than one line");
        }
        return there;
    }

    /** A text that must be there, without other control characters than ends of lines. */
    static String text(String field, @Nullable String text, int most) throws WrongFieldException {
        if (text == null) {
            throw new WrongFieldException(field, "is missing");
        }
        if (text.isBlank()) {
            throw new WrongFieldException(field, "is empty");
        }
        if (text.length() > most) {
            throw new WrongFieldException(field, "is longer than " + most + " characters");
        }
        if (text.chars().anyMatch(unit -> Character.isISOControl(unit) && unit != '\n')) {
            throw new WrongFieldException(field, "holds a control character");
        }
        return text;
    }
}
