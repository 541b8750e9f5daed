package io.agentgate.policy.regex;

/**
 * The Unicode meaning of {@code \s} and {@code \w}, spelled as the inside of an RE2/J class.
 *
 * <p>White space is the property White_Space. A word character is, after <a
 * href="https://www.unicode.org/reports/tr18/#Compatibility_Properties">UTS #18, annex C</a>,
 * alphabetic, a mark, a decimal digit, a connector or a joiner; the alphabetic symbols are the
 * circled and squared Latin letters.
 */
final class UnicodeClasses {
    static final String SPACE =
            "\\t-\\r"
                + " \\x{85}\\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}";

    static final String NOT_SPACE =
            "\\x{0}-\\x{8}\\x{e}-\\x{1f}\\x{21}-\\x{84}\\x{86}-\\x{9f}\\x{a1}-\\x{167f}\\x{1681}-\\x{1fff}"
                + "\\x{200b}-\\x{2027}\\x{202a}-\\x{202e}\\x{2030}-\\x{205e}\\x{2060}-\\x{2fff}\\x{3001}-\\x{10ffff}";

    static final String WORD =
            "\\p{L}\\p{M}\\p{Nd}\\p{Nl}\\p{Pc}\\x{200c}\\x{200d}\\x{24b6}-\\x{24e9}"
                    + "\\x{1f130}-\\x{1f149}\\x{1f150}-\\x{1f169}\\x{1f170}-\\x{1f189}";

    private UnicodeClasses() {}

    /**
     * The complement of {@link #WORD}; a class cannot hold a negated union, so it is spelled out.
     */
    static String notWord() {
        return NotWord.RANGES;
    }

    // Walking all code points takes some milliseconds: only for patterns with \W inside a class.
    private static final class NotWord {
        static final String RANGES = ranges();

        private static String ranges() {
            StringBuilder out = new StringBuilder();
            int start = -1;
            for (int c = 0; c <= Character.MAX_CODE_POINT + 1; c++) {
                boolean inside = c <= Character.MAX_CODE_POINT && !isWord(c);
                if (inside && start < 0) {
                    start = c;
                } else if (!inside && start >= 0) {
                    append(out, start);
                    append(out.append('-'), c - 1);
                    start = -1;
                }
            }
            return out.toString();
        }

        private static void append(StringBuilder out, int c) {
            out.append("\\x{").append(Integer.toHexString(c)).append('}');
        }

        private static boolean isWord(int c) {
            return Character.isAlphabetic(c)
                    || switch (Character.getType(c)) {
                        case Character.NON_SPACING_MARK,
                                Character.ENCLOSING_MARK,
                                Character.COMBINING_SPACING_MARK,
                                Character.DECIMAL_DIGIT_NUMBER,
                                Character.CONNECTOR_PUNCTUATION ->
                                true;
                        default -> c == 0x200c || c == 0x200d;
                    };
        }
    }
}
