package io.agentgate.cli.splice;

import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What may be shown wherever it stands: truth values, small numbers, paths, and addresses without
 * credentials. Meant to find too few, not too many.
 */
final class Harmless {
    private static final Pattern WORD =
            Pattern.compile("(?i)true|false|yes|no|on|off|-?\\d{1,5}(?:\\.\\d{1,3})?");

    private static final Pattern PATH =
            Pattern.compile(
                    "(?:~|\\.{1,2})?(?:/[\\w.@ -]+)+/?|[~/.]|[A-Za-z]:(?:[\\\\/]+[\\w.@ -]+)+");

    private static final Pattern ADDRESS =
            Pattern.compile("https?://([A-Za-z0-9.-]+)(?::\\d{1,5})?((?:/[A-Za-z0-9._-]+)*)/?");

    /** What a long run of letters may be made of and still be a word. */
    private static final int LONGEST_RUN = 15;

    private static final Pattern UUID = Pattern.compile("(?i).*[0-9a-f]{8}-[0-9a-f]{4}-.*");
    private static final Pattern DIGIT = Pattern.compile(".*[0-9].*");
    private static final Pattern UPPER = Pattern.compile(".*[A-Z].*");
    private static final Pattern LOWER = Pattern.compile(".*[a-z].*");
    private static final Pattern VERSION = Pattern.compile("v?\\d{1,5}");

    private Harmless() {}

    /** Whether a value gives nothing away; what its name gives away is another matter. */
    static boolean is(String value) {
        if (WORD.matcher(value).matches()) {
            return true;
        }
        if (PATH.matcher(value).matches()) {
            return !UUID.matcher(value).matches() && runs(value).noneMatch(Harmless::isOpaque);
        }
        var address = ADDRESS.matcher(value);
        // What some services call a web hook has its secret in the path.
        return address.matches()
                && !UUID.matcher(value).matches()
                && runs(address.group(1)).noneMatch(Harmless::isOpaque)
                && runs(address.group(2)).allMatch(Harmless::isWord);
    }

    private static Stream<String> runs(String value) {
        return Stream.of(value.split("[^A-Za-z0-9]+")).filter(run -> !run.isEmpty());
    }

    private static boolean isOpaque(String run) {
        boolean digit = DIGIT.matcher(run).matches();
        boolean mixed = UPPER.matcher(run).matches() && LOWER.matcher(run).matches();
        return (digit && mixed && run.length() > 5)
                || ((digit || mixed) && run.length() > LONGEST_RUN);
    }

    private static boolean isWord(String run) {
        return VERSION.matcher(run).matches()
                || (!DIGIT.matcher(run).matches() && run.length() <= LONGEST_RUN);
    }
}
