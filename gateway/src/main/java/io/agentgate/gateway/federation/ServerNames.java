package io.agentgate.gateway.federation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The rules for names of servers that are shown as one.
 *
 * <p>A tool is shown as {@code <server>__<tool>} and is told apart at the first {@code __}. A
 * server that is called {@code fs_x} beside one called {@code fs} is no trouble; one with {@code
 * __} inside or {@code _} at an end would be. A resource is shown as {@code <server>+<uri>}, which
 * is a URI itself: so the name must be a scheme, where {@code _} becomes {@code -} and case does
 * not count (<a href="https://www.rfc-editor.org/rfc/rfc3986#section-3.1">RFC 3986, section
 * 3.1</a>).
 */
public final class ServerNames {
    /** Longest name, in characters. */
    public static final int MAX_LENGTH = 64;

    /** Stands between the name of a server and that of its tool or prompt. */
    public static final String SEPARATOR = "__";

    private ServerNames() {}

    /**
     * Says, one sentence each, what keeps these names from being used together; none if nothing.
     */
    public static List<String> problems(Collection<String> names) {
        List<String> problems = new ArrayList<>();
        Map<String, String> seen = new HashMap<>();
        for (String name : names) {
            String problem = problem(name);
            if (!problem.isEmpty()) {
                problems.add("`" + name + "` " + problem);
                continue;
            }
            String alike = seen.putIfAbsent(folded(name), name);
            if (alike != null) {
                problems.add(
                        alike.equals(name)
                                ? "`" + name + "` is there twice"
                                : "`"
                                        + name
                                        + "` and `"
                                        + alike
                                        + "` cannot be told apart in URIs, where `_` becomes `-`"
                                        + " and case does not count");
            }
        }
        return problems;
    }

    private static String problem(String name) {
        if (name.isEmpty() || name.length() > MAX_LENGTH) {
            return "must have 1 to " + MAX_LENGTH + " characters";
        }
        if (!isLetter(name.charAt(0))) {
            return "must begin with a letter";
        }
        for (int i = 1; i < name.length(); i++) {
            if (!isAllowed(name.charAt(i))) {
                return "may hold letters, digits, `_`, `.` and `-` only";
            }
        }
        if (name.contains(SEPARATOR)) {
            return "may not hold `__`, which stands between server and tool";
        }
        return name.endsWith("_") ? "may not end with `_`" : "";
    }

    private static boolean isLetter(char unit) {
        return (unit >= 'a' && unit <= 'z') || (unit >= 'A' && unit <= 'Z');
    }

    private static boolean isAllowed(char unit) {
        return isLetter(unit)
                || (unit >= '0' && unit <= '9')
                || unit == '_'
                || unit == '.'
                || unit == '-';
    }

    /** What stands before the {@code +} of the server's URIs. */
    static String scheme(String name) {
        return name.replace('_', '-');
    }

    private static String folded(String name) {
        StringBuilder folded = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            folded.append(fold(name.charAt(i)));
        }
        return folded.toString();
    }

    /** Folds ASCII alone: to a server's name nothing else is equal. */
    static char fold(char unit) {
        if (unit == '_') {
            return '-';
        }
        return unit >= 'A' && unit <= 'Z' ? (char) (unit | 0x20) : unit;
    }
}
