package io.agentgate.protocol;

import java.text.Normalizer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How names are compared when the question is whether one could pass for another. */
final class Folding {
    /** Longer than every name that is folded to be compared with. */
    private static final int LONGEST = 64;

    private Folding() {}

    /**
     * Returns the text without invisible characters and blanks, in compatibility form, without
     * case.
     *
     * <p>The names to compare with are short and ASCII, and only single characters have ASCII
     * compatibility forms. So characters are folded one by one, and the first that does not become
     * ASCII ends the work. To normalize the whole text would take quadratic time over a long run of
     * combining marks.
     *
     * @return null if the result is longer than any name, or not ASCII
     */
    static @Nullable String fold(String text) {
        StringBuilder folded = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            int codePoint = text.codePointAt(at);
            at += Character.charCount(codePoint);
            if (isInvisible(codePoint) || isBlank(codePoint)) {
                continue;
            }
            String form = withoutCase(compatible(Character.toString(codePoint)));
            if (!isAscii(form) || folded.length() + form.length() > LONGEST) {
                return null;
            }
            folded.append(form);
        }
        return folded.toString();
    }

    /** Lower case first: the capital sharp s has no other way to "ss". */
    private static String withoutCase(String text) {
        return text.toLowerCase(Locale.ROOT).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }

    /** Returns the text in normalization form KC (Unicode Standard Annex 15). */
    static String compatible(String text) {
        return isAscii(text) ? text : Normalizer.normalize(text, Normalizer.Form.NFKC);
    }

    /** Returns whether a tool or prompt name reads the same to whoever trims or normalizes it. */
    static boolean isPlain(String name) {
        return !name.isEmpty()
                && name.codePoints().noneMatch(Folding::isInvisible)
                && !isBlank(name.codePointAt(0))
                && !isBlank(name.codePointBefore(name.length()))
                && compatible(name).equals(name);
    }

    static boolean isBlank(int codePoint) {
        return Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint);
    }

    /** Returns whether a character is a control, a line separator, or is drawn as nothing. */
    static boolean isInvisible(int codePoint) {
        if (codePoint < 0x7F) {
            return codePoint < ' ';
        }
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    true;
            default -> isIgnorable(codePoint);
        };
    }

    /** The rest of Default_Ignorable_Code_Point: fillers, joiners and variation selectors. */
    private static boolean isIgnorable(int codePoint) {
        return codePoint == 0x034F
                || codePoint == 0x115F
                || codePoint == 0x1160
                || codePoint == 0x17B4
                || codePoint == 0x17B5
                || (codePoint >= 0x180B && codePoint <= 0x180F)
                || codePoint == 0x2065
                || codePoint == 0x3164
                || codePoint == 0xFFA0
                || (codePoint >= 0xFE00 && codePoint <= 0xFE0F)
                || (codePoint >= 0xFFF0 && codePoint <= 0xFFF8)
                || (codePoint >= 0xE0000 && codePoint <= 0xE0FFF);
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0x7F) {
                return false;
            }
        }
        return true;
    }
}
