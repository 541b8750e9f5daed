package io.agentgate.policy.regex;

import java.util.List;
import java.util.Locale;

/**
 * Texts of ASCII to be looked for in any case, all in one pass. In text beyond ASCII anything may
 * be one of them: there, other letters fold to {@code k} and {@code s}.
 */
final class FoldedTexts {
    private static final int ASCII = 128;

    private final String[] texts;

    /** For each character, the numbers of the texts that begin with it, as bits. */
    private final int[] beginning = new int[ASCII];

    /**
     * @param texts at most 32 of ASCII, none of them empty
     */
    FoldedTexts(List<String> texts) {
        this.texts = texts.toArray(String[]::new);
        for (int i = 0; i < this.texts.length; i++) {
            String first = this.texts[i].substring(0, 1);
            beginning[first.toLowerCase(Locale.ROOT).charAt(0)] |= 1 << i;
            beginning[first.toUpperCase(Locale.ROOT).charAt(0)] |= 1 << i;
        }
    }

    static boolean isAscii(String text) {
        return text.chars().allMatch(character -> character < ASCII);
    }

    /** Whether one of them may stand in {@code text}. */
    boolean mayBeIn(String text) {
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character >= ASCII) {
                return true;
            }
            for (int left = beginning[character]; left != 0; left &= left - 1) {
                String wanted = texts[Integer.numberOfTrailingZeros(left)];
                if (text.regionMatches(true, i, wanted, 0, wanted.length())) {
                    return true;
                }
            }
        }
        return false;
    }
}
