package io.agentgate.gateway.caller;

import java.text.Normalizer;
import org.jspecify.annotations.Nullable;

/**
 * The authenticated principal of a request.
 *
 * @param name what rules, limits and records know it by
 */
public record Caller(String name) {
    /** Most characters of a name. */
    public static final int MAX_NAME = 128;

    public Caller {
        String problem = problemOf(name);
        if (problem != null) {
            throw new IllegalArgumentException("a caller's name " + problem);
        }
    }

    /**
     * What keeps a text from being a caller's name.
     *
     * <p>Names stand in tables, in records and in rules; two that look the same must be the same.
     *
     * @return a clause such as {@code "is empty"}, or null where nothing does
     */
    public static @Nullable String problemOf(String name) {
        if (name.isEmpty()) {
            return "is empty";
        }
        if (name.codePointCount(0, name.length()) > MAX_NAME) {
            return "is longer than " + MAX_NAME + " characters";
        }
        if (!name.codePoints().allMatch(Caller::isPrintable)) {
            return "holds a character that cannot be printed";
        }
        if (isBlank(name.codePointAt(0)) || isBlank(name.codePointBefore(name.length()))) {
            return "begins or ends with a blank";
        }
        if (!Normalizer.isNormalized(name, Normalizer.Form.NFKC)) {
            return "holds a look-alike of another character (it is not in Unicode's form NFKC)";
        }
        return null;
    }

    private static boolean isBlank(int character) {
        return Character.isWhitespace(character) || Character.isSpaceChar(character);
    }

    private static boolean isPrintable(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> true;
        };
    }
}
