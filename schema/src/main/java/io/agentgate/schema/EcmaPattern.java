package io.agentgate.schema;

import io.agentgate.policy.regex.Regex;
import io.agentgate.policy.regex.RegexSyntaxException;
import java.util.Map;

/**
 * A {@code pattern} of a schema, written as ECMA-262 has it (JSON Schema 2020-12, core, section
 * 6.4), on its way to the gateway's own patterns, which take time linear in the text: {@code \d},
 * {@code \w} and {@code \s} are those of ECMA-262, and what a text of it leaves unescaped is
 * escaped. What has no such meaning, as look-around has none, is refused there.
 */
final class EcmaPattern {
    private static final String SPACE =
            "\\x{9}-\\x{d}"
                + " \\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}\\x{feff}";
    private static final String NOT_SPACE =
            "\\x{0}-\\x{8}\\x{e}-\\x{1f}!-\\x{9f}\\x{a1}-\\x{167f}\\x{1681}-\\x{1fff}\\x{200b}-\\x{2027}"
                + "\\x{202a}-\\x{202e}\\x{2030}-\\x{205e}\\x{2060}-\\x{2fff}\\x{3001}-\\x{fefe}\\x{ff00}-\\x{10ffff}";
    private static final String NOT_DIGIT = "\\x{0}-/:-\\x{10ffff}";
    private static final String NOT_WORD = "\\x{0}-/:-@\\[-\\^`\\{-\\x{10ffff}";
    private static final String ANY_BUT_LINE_ENDS = "[^\\n\\r\\x{2028}\\x{2029}]";

    /** The inside of a class, by the letter of its escape. */
    private static final Map<Character, String> CLASSES =
            Map.of(
                    'd', "0-9",
                    'D', NOT_DIGIT,
                    'w', "0-9A-Za-z_",
                    'W', NOT_WORD,
                    's', SPACE,
                    'S', NOT_SPACE);

    /** Long names of general categories, and their short ones. */
    private static final Map<String, String> CATEGORIES =
            Map.of(
                    "Letter", "L",
                    "Lowercase_Letter", "Ll",
                    "Uppercase_Letter", "Lu",
                    "Mark", "M",
                    "Number", "N",
                    "Decimal_Number", "Nd",
                    "digit", "Nd",
                    "Punctuation", "P",
                    "Symbol", "S",
                    "Separator", "Z");

    private final String source;
    private final StringBuilder out = new StringBuilder();
    private int at;

    private EcmaPattern(String source) {
        this.source = source;
    }

    /** Compiles a pattern. */
    static Regex compile(String source) throws RegexSyntaxException {
        return Regex.compile(new EcmaPattern(source).translate());
    }

    private String translate() {
        while (at < source.length()) {
            char next = source.charAt(at);
            switch (next) {
                case '\\' -> escape(false);
                case '[' -> characterClass();
                case '.' -> replace(1, ANY_BUT_LINE_ENDS);
                case '{' -> {
                    if (!isCount()) {
                        out.append('\\');
                    }
                    copy(1);
                }
                default -> copy(1);
            }
        }
        return out.toString();
    }

    private void copy(int characters) {
        int end = Math.min(source.length(), at + characters);
        out.append(source, at, end);
        at = end;
    }

    private void replace(int characters, String text) {
        out.append(text);
        at += characters;
    }

    /**
     * Whether the brace here begins a count, such as {@code {2,5}}; otherwise it is a character.
     */
    private boolean isCount() {
        int end = at + 1;
        int commas = 0;
        while (end < source.length() && source.charAt(end) != '}') {
            char c = source.charAt(end);
            boolean comma = c == ',' && commas++ == 0 && end > at + 1;
            if (!comma && (c < '0' || c > '9')) {
                return false;
            }
            end++;
        }
        return end < source.length() && end > at + 1;
    }

    private void characterClass() {
        if (source.startsWith("[^]", at)) {
            replace(3, "[\\x{0}-\\x{10ffff}]");
            return;
        }
        copy(source.startsWith("[^", at) ? 2 : 1);
        while (at < source.length() && source.charAt(at) != ']') {
            switch (source.charAt(at)) {
                case '\\' -> escape(true);
                case '[', '&', '~' -> {
                    out.append('\\');
                    copy(1);
                }
                default -> copy(1);
            }
        }
        copy(1);
    }

    private void escape(boolean inClass) {
        if (at + 1 >= source.length()) {
            copy(1);
            return;
        }
        char next = source.charAt(at + 1);
        String inside = CLASSES.get(next);
        if (inside != null) {
            replace(2, inClass ? inside : "[" + inside + "]");
            return;
        }
        switch (next) {
            case 'b' -> {
                if (inClass) {
                    replace(2, "\\x{8}");
                } else {
                    copy(2);
                }
            }
            case 'c' -> control();
            case 'u' -> unicode();
            case '0' -> replace(2, "\\x{0}");
            case 'p', 'P' -> category(next);
            default -> copy(2);
        }
    }

    private void control() {
        char letter = at + 2 < source.length() ? Character.toLowerCase(source.charAt(at + 2)) : 0;
        if (letter >= 'a' && letter <= 'z') {
            replace(3, "\\x{" + Integer.toHexString(letter - 'a' + 1) + "}");
        } else {
            copy(2);
        }
    }

    /** Two escapes of surrogates are one character. */
    private void unicode() {
        int high = unit(at);
        int low = unit(at + 6);
        if (high >= 0 && low >= 0 && Character.isSurrogatePair((char) high, (char) low)) {
            int character = Character.toCodePoint((char) high, (char) low);
            replace(12, "\\x{" + Integer.toHexString(character) + "}");
        } else {
            copy(2);
        }
    }

    /** The unit that an escape there stands for; -1 if there is none. */
    private int unit(int place) {
        if (!source.startsWith("\\u", place) || place + 6 > source.length()) {
            return -1;
        }
        try {
            return Integer.parseInt(source, place + 2, place + 6, 16);
        } catch (NumberFormatException none) {
            return -1;
        }
    }

    private void category(char kind) {
        int end = source.startsWith("{", at + 2) ? source.indexOf('}', at) : -1;
        if (end < 0) {
            copy(2);
            return;
        }
        String name = source.substring(at + 3, end);
        String bare = name.substring(name.indexOf('=') + 1);
        String known = CATEGORIES.getOrDefault(bare, bare);
        replace(end + 1 - at, "\\" + kind + "{" + known + "}");
    }
}
