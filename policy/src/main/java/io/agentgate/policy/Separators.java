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
        String slashed = withoutBreaks(slashed(text));
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

    /** Whether a dot has a tab or the end of a line beside it. */
    static boolean isBreakBeside(String text, int dot) {
        return (dot > 0 && isBreak(text.charAt(dot - 1)))
                || (dot + 1 < text.length() && isBreak(text.charAt(dot + 1)));
    }

    /** What parsers of URLs leave out wherever it stands (WHATWG URL, basic URL parser, step 3). */
    private static boolean isBreak(char c) {
        return c == '\t' || c == '\n' || c == '\r';
    }

    /**
     * Without breaks that have nothing but dots, slashes and the ends of the text beside them.
     * Those in sentences stay, which nobody takes for a path.
     */
    private static String withoutBreaks(String text) {
        StringBuilder kept = null;
        int from = 0;
        while (from < text.length()) {
            int to = from;
            while (to < text.length() && isBreak(text.charAt(to))) {
                to++;
            }
            boolean dropped = to > from && isWithinDots(text, from, to);
            if (dropped && kept == null) {
                kept = new StringBuilder(text.length()).append(text, 0, from);
            }
            if (!dropped && kept != null) {
                kept.append(text, from, Math.max(to, from + 1));
            }
            from = Math.max(to, from + 1);
        }
        return kept == null ? text : kept.toString();
    }

    private static boolean isWithinDots(String text, int from, int to) {
        char before = from == 0 ? SLASH : text.charAt(from - 1);
        char behind = to == text.length() ? SLASH : text.charAt(to);
        return (before == '.' || before == SLASH)
                && (behind == '.' || behind == SLASH)
                && (before == '.' || behind == '.');
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
