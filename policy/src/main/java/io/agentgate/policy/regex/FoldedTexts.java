package io.agentgate.policy.regex;

import java.util.List;
import java.util.Locale;

/**
 * Texts of ASCII to be looked for in any case, each by its rarest letter: that one is looked for
 * many characters at a time.
 */
final class FoldedTexts {
    private static final int ASCII = 128;

    /** The letters of English, the most frequent first; what is no letter is rarer. */
    private static final String FREQUENT = " etaoinshrdlucmfwygpbvkxqjz";

    // The only characters beyond ASCII that fold to one of it (Unicode, CaseFolding.txt).
    private static final char LONG_S = '\u017F';
    private static final char KELVIN = '\u212A';

    private final Wanted[] texts;

    /** One text, with the place of its rarest character and the two forms of that. */
    private record Wanted(String text, int at, char lower, char upper) {}

    /**
     * @param texts of ASCII, none of them empty
     */
    FoldedTexts(List<String> texts) {
        this.texts = texts.stream().map(FoldedTexts::wanted).toArray(Wanted[]::new);
    }

    private static Wanted wanted(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        int rarest = 0;
        for (int i = 1; i < lower.length(); i++) {
            if (rarity(lower.charAt(i)) > rarity(lower.charAt(rarest))) {
                rarest = i;
            }
        }
        char upper = lower.toUpperCase(Locale.ROOT).charAt(rarest);
        return new Wanted(lower, rarest, lower.charAt(rarest), upper);
    }

    private static int rarity(char character) {
        int place = FREQUENT.indexOf(character);
        return place < 0 ? FREQUENT.length() : place;
    }

    static boolean isAscii(String text) {
        return text.chars().allMatch(character -> character < ASCII);
    }

    /** Whether one of them may stand in {@code text}. */
    boolean mayBeIn(String text) {
        if (text.indexOf(LONG_S) >= 0 || text.indexOf(KELVIN) >= 0) {
            return true;
        }
        for (Wanted wanted : texts) {
            boolean there = isThere(wanted, wanted.lower, text);
            if (there || (wanted.upper != wanted.lower && isThere(wanted, wanted.upper, text))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isThere(Wanted wanted, char rarest, String text) {
        int length = wanted.text.length();
        for (int i = text.indexOf(rarest); i >= 0; i = text.indexOf(rarest, i + 1)) {
            if (text.regionMatches(true, i - wanted.at, wanted.text, 0, length)) {
                return true;
            }
        }
        return false;
    }
}
