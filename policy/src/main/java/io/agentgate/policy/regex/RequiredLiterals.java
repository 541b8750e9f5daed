package io.agentgate.policy.regex;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Texts of which at least one stands in whatever a pattern matches: {@code sk-} or {@code ghp_} for
 * {@code \bsk-\w+|ghp_\w+}. To look for them first is some hundred times faster than to run the
 * pattern, and most texts hold none.
 *
 * <p>It reads the pattern once and understands just enough of it. What it does not understand it
 * takes for something that may match anything, so that a mistake costs time and never a match.
 */
final class RequiredLiterals {
    /** Looking for more texts than these is no gain. */
    private static final int MOST = 16;

    private final String pattern;
    private int at;
    private boolean understood = true;
    private boolean anyCase;

    private RequiredLiterals(String pattern) {
        this.pattern = pattern;
    }

    /**
     * What was found.
     *
     * @param texts empty if a match may do without any
     * @param anyCase whether they may stand there in any case; then they are of ASCII
     */
    record Found(List<String> texts, boolean anyCase) {
        private static final Found NOTHING = new Found(List.of(), false);
    }

    /** Reads a pattern, which must be one that compiles. */
    static Found of(String pattern) {
        RequiredLiterals reading = new RequiredLiterals(pattern);
        Set<String> required = reading.alternatives();
        boolean readToItsEnd = reading.at == pattern.length();
        if (required == null || !reading.understood || !readToItsEnd) {
            return Found.NOTHING;
        }
        if (reading.anyCase && !required.stream().allMatch(FoldedTexts::isAscii)) {
            return Found.NOTHING;
        }
        return new Found(List.copyOf(required), reading.anyCase);
    }

    /** All alternatives together need what any of them needs, if each needs something. */
    private @Nullable Set<String> alternatives() {
        Set<String> union = new LinkedHashSet<>();
        boolean each = true;
        do {
            Set<String> one = sequence();
            each &= one != null;
            if (one != null) {
                union.addAll(one);
            }
        } while (taken('|'));
        return each && union.size() <= MOST ? union : null;
    }

    /** A sequence needs all its parts, so the most telling one will do. */
    private @Nullable Set<String> sequence() {
        Set<String> best = null;
        StringBuilder run = new StringBuilder();
        while (at < pattern.length() && pattern.charAt(at) != '|' && pattern.charAt(at) != ')') {
            if (taken('(')) {
                best = better(best, literal(run));
                Set<String> inside = group();
                best = better(best, leastRepeats() > 0 ? inside : null);
                continue;
            }
            int character = atom();
            if (character >= 0) {
                int from = at;
                boolean needed = leastRepeats() > 0;
                if (needed) {
                    run.appendCodePoint(character);
                }
                if (needed && at == from) {
                    continue;
                }
            } else {
                leastRepeats();
            }
            best = better(best, literal(run));
        }
        return better(best, literal(run));
    }

    /** The text collected so far, which begins anew; null if there is none. */
    private static @Nullable Set<String> literal(StringBuilder run) {
        if (run.isEmpty()) {
            return null;
        }
        String text = run.toString();
        run.setLength(0);
        return Set.of(text);
    }

    private static @Nullable Set<String> better(
            @Nullable Set<String> one, @Nullable Set<String> other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        int difference = shortest(one) - shortest(other);
        boolean keep = difference > 0 || (difference == 0 && one.size() <= other.size());
        return keep ? one : other;
    }

    private static int shortest(Set<String> texts) {
        return texts.stream().mapToInt(String::length).min().orElse(0);
    }

    /** Reads a group behind its parenthesis. */
    private @Nullable Set<String> group() {
        if (taken('?')) {
            if (taken('P') || pattern.startsWith("<", at)) {
                at = behind('>');
            } else if (!flags()) {
                return null;
            }
        }
        Set<String> inside = alternatives();
        understood &= taken(')');
        return inside;
    }

    /**
     * Reads flags.
     *
     * @return whether a body follows: {@code (?s:…)} has one, {@code (?s)} has none
     */
    private boolean flags() {
        while (at < pattern.length()) {
            char flag = pattern.charAt(at++);
            if (flag == ':') {
                return true;
            }
            if (flag == ')') {
                return false;
            }
            // Wherever the flag holds, what is found in any case holds all that is found exactly.
            anyCase |= flag == 'i';
        }
        understood = false;
        return false;
    }

    /** Reads one atom; gives the character it stands for, or -1 if it may be several. */
    private int atom() {
        int character = pattern.codePointAt(at);
        at += Character.charCount(character);
        switch (character) {
            case '.', '^', '$' -> {
                return -1;
            }
            case '[' -> {
                skipClass();
                return -1;
            }
            case '\\' -> {
                return escape();
            }
            default -> {
                return character;
            }
        }
    }

    private int escape() {
        if (at >= pattern.length()) {
            understood = false;
            return -1;
        }
        int character = pattern.codePointAt(at);
        at += Character.charCount(character);
        if (!Character.isLetterOrDigit(character)) {
            return character;
        }
        switch (character) {
            case 'd',
                    'D',
                    's',
                    'S',
                    'w',
                    'W',
                    'b',
                    'B',
                    'A',
                    'z',
                    'n',
                    't',
                    'r',
                    'f',
                    'v',
                    'a' -> {}
            case 'p', 'P' -> skipName(1);
            case 'x' -> skipName(2);
            case 'u' -> skipName(4);
            case 'U' -> skipName(8);
            default -> understood = false;
        }
        return -1;
    }

    /** Steps over what an escape names: in braces, or so many characters. */
    private void skipName(int characters) {
        at = pattern.startsWith("{", at) ? behind('}') : at + characters;
        understood &= at <= pattern.length();
    }

    private void skipClass() {
        taken('^');
        taken(']');
        while (at < pattern.length() && pattern.charAt(at) != ']') {
            if (pattern.startsWith("[:", at)) {
                at = Math.max(behind(':'), at + 2);
                at = behind(']');
            } else if (taken('\\')) {
                escape();
            } else {
                at++;
            }
        }
        understood &= taken(']');
    }

    /** Reads a quantifier, if there is one; gives how often the atom before it stands at least. */
    private int leastRepeats() {
        int least = 1;
        if (taken('*') || taken('?')) {
            least = 0;
        } else if (pattern.startsWith("{", at)) {
            int end = behind('}');
            // {0}, {0,} and {0,9} all begin so, and so does nothing that is needed.
            least = pattern.startsWith("{0", at) ? 0 : 1;
            at = end;
        } else if (!taken('+')) {
            return least;
        }
        taken('?');
        return least;
    }

    private int behind(char end) {
        int found = pattern.indexOf(end, at + 1);
        understood &= found >= 0;
        return found < 0 ? pattern.length() : found + 1;
    }

    private boolean taken(char wanted) {
        boolean there = at < pattern.length() && pattern.charAt(at) == wanted;
        if (there) {
            at++;
        }
        return there;
    }
}
