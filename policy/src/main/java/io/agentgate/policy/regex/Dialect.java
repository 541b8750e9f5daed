package io.agentgate.policy.regex;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The translation of one pattern from the syntax of Rust's {@code regex} crate to the RE2/J pattern
 * of the same meaning.
 *
 * <p>It reads the pattern once from left to right, rewrites what the two engines read differently
 * and refuses what RE2/J would accept with another meaning. It also counts how large the pattern
 * grows once counted repeats are written out, because RE2/J writes them out.
 */
final class Dialect {
    static final int MAX_LENGTH = 8_192;
    static final int MAX_SIZE = 8_192;
    static final int MAX_REPEAT = 1_000;
    static final int MAX_DEPTH = 64;
    private static final int LAST_ASCII = 127;

    /** The text collected so far at one depth of parentheses, as numbers of states. */
    private static final class Level {
        final int opened;
        long before;
        long last;
        boolean repeatable;

        Level(int opened) {
            this.opened = opened;
        }

        void atom(long size) {
            before += last;
            last = size;
            repeatable = true;
        }

        void boundary() {
            before += last + 1;
            last = 0;
            repeatable = false;
        }

        long size() {
            return before + last;
        }
    }

    /** A group that other engines know and that has no linear-time meaning, or none at all here. */
    private record ForeignGroup(String opening, String name) {}

    private static final List<ForeignGroup> FOREIGN_GROUPS =
            List.of(
                    new ForeignGroup("(?=", "look-ahead"),
                    new ForeignGroup("(?!", "look-ahead"),
                    new ForeignGroup("(?<=", "look-behind"),
                    new ForeignGroup("(?<!", "look-behind"),
                    new ForeignGroup("(?P=", "back-reference"),
                    new ForeignGroup("(?>", "atomic group"),
                    new ForeignGroup("(?(", "conditional"));

    private final String source;
    private final StringBuilder out = new StringBuilder();
    private final Deque<Level> levels = new ArrayDeque<>();
    private int at;

    Dialect(String source) {
        this.source = source;
    }

    String translate() throws RegexSyntaxException {
        if (source.length() > MAX_LENGTH) {
            throw error(0, "pattern is longer than %d characters".formatted(MAX_LENGTH));
        }
        levels.push(new Level(0));
        while (at < source.length()) {
            switch (source.charAt(at)) {
                case '\\' -> outsideClass();
                case '[' -> {
                    characterClass();
                    level().atom(1);
                }
                case '(' -> open();
                case ')' -> close();
                case '|' -> {
                    level().boundary();
                    copy();
                }
                case '*', '+', '?' -> repeat(1, at + 1);
                case '{' -> countedRepeat();
                default -> {
                    copyCodePoint();
                    level().atom(1);
                }
            }
        }
        if (levels.size() > 1) {
            throw error(level().opened, "missing `)`");
        }
        if (level().size() > MAX_SIZE) {
            throw error(
                    0,
                    "pattern grows beyond %d states; lower its repeat counts".formatted(MAX_SIZE));
        }
        return out.toString();
    }

    private Level level() {
        return levels.element();
    }

    // Groups

    private void open() throws RegexSyntaxException {
        int start = at;
        if (levels.size() > MAX_DEPTH) {
            throw error(start, "parentheses are nested deeper than %d".formatted(MAX_DEPTH));
        }
        if (!source.startsWith("(?", at)) {
            copy();
            levels.push(new Level(start));
            return;
        }
        refuseForeignGroup(start);
        if (source.startsWith("(?P<", at) || source.startsWith("(?<", at)) {
            int name = source.indexOf('<', at) + 1;
            int end = name;
            while (end < source.length() && isWord(source.charAt(end))) {
                end++;
            }
            if (end == name || !source.startsWith(">", end) || isDigit(source.charAt(name))) {
                throw error(name, "group name must be letters, digits or `_` and end with `>`");
            }
            out.append("(?P<").append(source, name, end).append('>');
            at = end + 1;
            levels.push(new Level(start));
            return;
        }
        flags(start);
    }

    private void refuseForeignGroup(int start) throws RegexSyntaxException {
        for (ForeignGroup foreign : FOREIGN_GROUPS) {
            if (source.startsWith(foreign.opening(), start)) {
                throw error(
                        start,
                        "%s `%s` is not supported, so that matching takes linear time"
                                .formatted(foreign.name(), foreign.opening()));
            }
        }
    }

    private void flags(int start) throws RegexSyntaxException {
        int end = start + 2;
        while (end < source.length() && "imsU-".indexOf(source.charAt(end)) >= 0) {
            end++;
        }
        if (end >= source.length()) {
            throw error(start, "missing `)`");
        }
        char last = source.charAt(end);
        if ((last != ')' && last != ':') || (end == start + 2 && last == ')')) {
            throw error(
                    end,
                    "flag `%s` is not supported; the flags are `i`, `m`, `s` and `U`"
                            .formatted(last));
        }
        out.append(source, start, end + 1);
        at = end + 1;
        if (last == ':') {
            levels.push(new Level(start));
        } else {
            level().boundary();
        }
    }

    private void close() throws RegexSyntaxException {
        if (levels.size() == 1) {
            throw error(at, "`)` closes nothing");
        }
        Level inner = levels.pop();
        copy();
        level().atom(inner.size() + 2);
    }

    // Repeats

    private void repeat(long factor, int end) throws RegexSyntaxException {
        if (!level().repeatable) {
            throw error(at, "`%s` has nothing to repeat".formatted(source.substring(at, end)));
        }
        int stop = end;
        if (source.startsWith("?", stop)) {
            stop++;
        }
        if (source.startsWith("+", stop) && stop == end) {
            throw error(
                    at,
                    "possessive quantifier `%s+` is not supported"
                            .formatted(source.substring(at, end)));
        }
        out.append(source, at, stop);
        at = stop;
        Level level = level();
        level.last = level.last * factor + 1;
        level.repeatable = false;
        if (level.size() > MAX_SIZE) {
            throw error(
                    0,
                    "pattern grows beyond %d states; lower its repeat counts".formatted(MAX_SIZE));
        }
    }

    private void countedRepeat() throws RegexSyntaxException {
        int close = source.indexOf('}', at);
        String body = close < 0 ? "" : source.substring(at + 1, close);
        int comma = body.indexOf(',');
        String low = comma < 0 ? body : body.substring(0, comma);
        String high = comma < 0 ? body : body.substring(comma + 1);
        if (!isCount(low) || !(isCount(high) || (comma >= 0 && high.isEmpty()))) {
            throw error(
                    at, "`{` must begin a count such as `{2,5}`; write `\\{` for the character");
        }
        int least = count(low);
        int most = high.isEmpty() ? least + 1 : count(high);
        if (most < least) {
            throw error(at, "count `{%s}` ends before it begins".formatted(body));
        }
        repeat(Math.max(most, 1), close + 1);
    }

    private int count(String digits) throws RegexSyntaxException {
        int value = digits.length() > 6 ? Integer.MAX_VALUE : Integer.parseInt(digits);
        if (value > MAX_REPEAT) {
            throw error(at, "repeat count `%s` is above %d".formatted(digits, MAX_REPEAT));
        }
        return value;
    }

    // Escapes

    private void outsideClass() throws RegexSyntaxException {
        char next = escaped();
        switch (next) {
            case 's' -> rewrite("[" + UnicodeClasses.SPACE + "]");
            case 'S' -> rewrite("[^" + UnicodeClasses.SPACE + "]");
            case 'w' -> rewrite("[" + UnicodeClasses.WORD + "]");
            case 'W' -> rewrite("[^" + UnicodeClasses.WORD + "]");
            case 'b', 'B' -> {
                if (source.startsWith("{", at + 2)) {
                    throw error(at, "`\\%s{` is not supported; write `\\%s`".formatted(next, next));
                }
                if (source.chars().anyMatch(character -> character > LAST_ASCII)) {
                    // The engine's boundary is one of ASCII words: the pattern would never match.
                    throw error(
                            at,
                            "`\\%s` knows ASCII letters only; write `(?:^|[^\\w])` or `(?:$|[^\\w])`"
                                    .formatted(next));
                }
                rewrite("\\" + next);
            }
            case 'A', 'z' -> rewrite("\\" + next);
            default -> commonEscape(next);
        }
        level().atom(1);
    }

    private void insideClass() throws RegexSyntaxException {
        char next = escaped();
        switch (next) {
            case 's' -> rewrite(UnicodeClasses.SPACE);
            case 'S' -> rewrite(UnicodeClasses.NOT_SPACE);
            case 'w' -> rewrite(UnicodeClasses.WORD);
            case 'W' -> rewrite(UnicodeClasses.notWord());
            case 'b', 'B', 'A', 'z' ->
                    throw error(
                            at, "`\\%s` has no meaning inside a character class".formatted(next));
            default -> commonEscape(next);
        }
    }

    private char escaped() throws RegexSyntaxException {
        if (at + 1 >= source.length()) {
            throw error(at, "pattern ends with a lone `\\`");
        }
        return source.charAt(at + 1);
    }

    private void commonEscape(char next) throws RegexSyntaxException {
        switch (next) {
            case 'd' -> rewrite("\\p{Nd}");
            case 'D' -> rewrite("\\P{Nd}");
            case 'p', 'P' -> unicodeClass();
            case 'x' -> codePoint(2);
            case 'u' -> codePoint(4);
            case 'U' -> codePoint(8);
            case 'a', 'f', 't', 'n', 'r', 'v' -> rewrite("\\" + next);
            case '1', '2', '3', '4', '5', '6', '7', '8', '9', 'k', 'g' ->
                    throw error(
                            at,
                            ("back-reference `\\%s` is not supported, so that matching takes linear"
                                            + " time")
                                    .formatted(next));
            case 'Z' -> throw error(at, "`\\Z` is not supported; write `\\z` for the very end");
            case 'Q', 'E' ->
                    throw error(
                            at, "`\\%s` is not supported; escape each character".formatted(next));
            case '<', '>' ->
                    throw error(at, "`\\%s` is not supported; write `\\b`".formatted(next));
            default -> {
                if (next >= 0x80 || (isWord(next) && next != '_')) {
                    throw error(at, "unknown escape `\\%s`".formatted(next));
                }
                rewrite("\\" + next);
            }
        }
    }

    private void unicodeClass() throws RegexSyntaxException {
        int end = at + 3;
        if (source.startsWith("{", at + 2)) {
            end = source.indexOf('}', at) + 1;
        }
        if (end <= at || end > source.length()) {
            throw error(at, "`\\p` must be followed by a class such as `{L}`");
        }
        out.append(source, at, end);
        at = end;
    }

    private void codePoint(int digits) throws RegexSyntaxException {
        int begin = at + 2;
        int end = begin + digits;
        int next = end;
        if (source.startsWith("{", begin)) {
            begin++;
            end = source.indexOf('}', begin);
            next = end + 1;
        }
        if (end <= begin || end > source.length() || end - begin > 8 || !isHex(begin, end)) {
            throw error(
                    at,
                    "`\\%s` must be followed by hexadecimal digits"
                            .formatted(source.charAt(at + 1)));
        }
        long value = Long.parseLong(source, begin, end, 16);
        if (value > Character.MAX_CODE_POINT) {
            throw error(at, "`%s` is no Unicode character".formatted(source.substring(at, next)));
        }
        out.append("\\x{").append(Long.toHexString(value)).append('}');
        at = next;
    }

    // Classes

    private void characterClass() throws RegexSyntaxException {
        int start = at;
        copy();
        if (source.startsWith("^", at)) {
            copy();
        }
        if (source.startsWith("]", at)) {
            copy();
        }
        while (at < source.length() && source.charAt(at) != ']') {
            char c = source.charAt(at);
            if (c == '[') {
                posixClass();
            } else if (c == '\\') {
                insideClass();
            } else if ((c == '&' || c == '~' || c == '-') && source.startsWith("" + c + c, at)) {
                throw error(
                        at,
                        "set operation `%s%s` is not supported; write `\\%s` for the character"
                                .formatted(c, c, c));
            } else {
                copyCodePoint();
            }
        }
        if (at >= source.length()) {
            throw error(start, "missing `]`");
        }
        copy();
    }

    private void posixClass() throws RegexSyntaxException {
        int end = source.startsWith("[:", at) ? source.indexOf(":]", at + 2) : -1;
        if (end < 0) {
            throw error(at, "nested class is not supported; write `\\[` for the character");
        }
        out.append(source, at, end + 2);
        at = end + 2;
    }

    // Characters

    private void copy() {
        out.append(source.charAt(at++));
    }

    private void copyCodePoint() {
        int c = source.codePointAt(at);
        out.appendCodePoint(c);
        at += Character.charCount(c);
    }

    private void rewrite(String escape) {
        out.append(escape);
        at += 2;
    }

    private boolean isHex(int begin, int end) {
        return source.substring(begin, end)
                .chars()
                .allMatch(c -> Character.digit(c, 16) >= 0 && c < 0x80);
    }

    private static boolean isCount(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isWord(char c) {
        return c == '_' || isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static RegexSyntaxException error(int index, String message) {
        return new RegexSyntaxException(index, message);
    }
}
