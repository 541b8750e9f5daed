package io.agentgate.policy;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A name in a rule, of a tool, server, agent or whatever else has one, in which each {@code *}
 * stands for any number of characters.
 *
 * <p>Matching never goes back: the fixed parts are looked for one after the other, each behind the
 * one before, which is enough because {@code *} has no other constraint.
 */
public record NamePattern(String text) {
    /** Every name. */
    public static final NamePattern ANY = new NamePattern("*");

    private static final Pattern STAR = Pattern.compile("*", Pattern.LITERAL);

    public NamePattern {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("a pattern of names is not empty");
        }
    }

    /** True when there is no wildcard: the pattern is one name. */
    public boolean isExact() {
        return text.indexOf('*') < 0;
    }

    /** True for {@code *}, however often repeated, which is every name. */
    public boolean isAny() {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) != '*') {
                return false;
            }
        }
        return true;
    }

    /** Whether every name that the other matches is matched, as far as that is easily told. */
    public boolean covers(NamePattern other) {
        return isAny() || text.equals(other.text) || (other.isExact() && matches(other.text));
    }

    public boolean matches(String name) {
        if (isAny()) {
            return true;
        }
        int star = text.indexOf('*');
        if (star < 0) {
            return text.equals(name);
        }
        int lastStar = text.lastIndexOf('*');
        int tail = text.length() - lastStar - 1;
        int end = name.length() - tail;
        if (end < star
                || !name.startsWith(text.substring(0, star))
                || !name.endsWith(text.substring(lastStar + 1))) {
            return false;
        }
        return star == lastStar
                || holdsInOrder(name, star, end, STAR.split(text.substring(star + 1, lastStar)));
    }

    private static boolean holdsInOrder(String name, int from, int end, String... parts) {
        int at = from;
        for (String part : List.of(parts)) {
            int found = name.indexOf(part, at, end);
            if (found < 0 || found + part.length() > end) {
                return false;
            }
            at = found + part.length();
        }
        return true;
    }

    @Override
    public String toString() {
        return text;
    }
}
