package io.agentgate.policy;

/** Writes paths in one way; see {@link Forms}. */
final class Separators {
    /** `\`, and what looks like a slash or a backslash and is no composition of one. */
    private static final String LIKE_SLASHES = "\\\u2044\u2215\u2216\u29f5\u29f8\u29f9";

    private static final char SLASH = '/';
    private static final String FILE = "file://";

    private final String text;
    private final StringBuilder path;

    private Separators(String text) {
        this.text = text;
        this.path = new StringBuilder(text.length());
    }

    static String normalise(String text) {
        String slashed = slashed(text);
        return slashed.indexOf(SLASH) < 0 && slashed.indexOf(';') < 0 && !slashed.contains("...")
                ? slashed
                : new Separators(slashed).all();
    }

    /** Whether a text holds separators that can be written otherwise. */
    static boolean areIn(String text) {
        return text.indexOf('\\') >= 0
                || text.replace("://", ":").contains("//")
                || text.indexOf(';') >= 0;
    }

    private static String slashed(String text) {
        StringBuilder changed = null;
        for (int i = 0; i < text.length(); i++) {
            if (LIKE_SLASHES.indexOf(text.charAt(i)) >= 0) {
                changed = changed == null ? new StringBuilder(text) : changed;
                changed.setCharAt(i, SLASH);
            }
        }
        return changed == null ? text : changed.toString();
    }

    private String all() {
        int from = 0;
        while (from <= text.length()) {
            int slash = text.indexOf(SLASH, from);
            int end = slash < 0 ? text.length() : slash;
            segment(from, end, slash < 0);
            from = end + 1;
        }
        return path.toString();
    }

    private void segment(int from, int end, boolean last) {
        int close = withoutParameters(from, end);
        boolean dots = close > from && isOfDots(from, close);
        boolean first = from == 0;
        if (!first && !last && (close == from || (dots && close - from == 1)) && !isOfScheme()) {
            return; // `//` and `/./`
        }
        if (dots && close - from > 2) {
            path.append("..");
        } else {
            path.append(text, from, close);
        }
        if (!last) {
            path.append(SLASH);
        }
    }

    /** Behind {@code https:/} the second slash belongs to the first, of a file the third, too. */
    private boolean isOfScheme() {
        int length = path.length();
        return (length >= 2 && path.charAt(length - 1) == SLASH && path.charAt(length - 2) == ':')
                || (length >= FILE.length()
                        && path.substring(length - FILE.length()).equalsIgnoreCase(FILE));
    }

    private boolean isOfDots(int from, int end) {
        for (int i = from; i < end; i++) {
            if (text.charAt(i) != '.') {
                return false;
            }
        }
        return true;
    }

    /** Where a segment ends without {@code ;…}; statements, which have blanks, keep theirs. */
    private int withoutParameters(int from, int end) {
        int semicolon = text.indexOf(';', from);
        if (semicolon < 0 || semicolon >= end) {
            return end;
        }
        boolean isPath = text.indexOf(SLASH) >= 0 || isOfDots(from, semicolon);
        for (int i = semicolon; i < end; i++) {
            isPath &= !Character.isWhitespace(text.charAt(i));
        }
        return isPath ? semicolon : end;
    }
}
