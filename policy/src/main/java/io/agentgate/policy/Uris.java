package io.agentgate.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Matches URIs with names in rules, in each of their spellings: as they stand, {@linkplain Forms
 * decoded}, and as a resolver reads them (RFC 3986, 6.2.2): scheme and host in lower case, without
 * dot segments; {@code file:/x} and {@code file://localhost/x} are {@code file:///x} (RFC 8089).
 */
final class Uris {
    private static final String FILE = "file:";
    private static final String LOCAL = "//localhost/";

    private Uris() {}

    static Truth match(Names names, String uri, Reading reading) {
        Truth truth = Truth.of(names.matches(uri));
        if (names.isAny() || truth == reading.settled()) {
            return truth;
        }
        Forms forms = Forms.of(uri);
        String decoded = forms.decoded() == null ? uri : forms.decoded();
        String separated = forms.separated() == null ? decoded : forms.separated();
        return reading.join(
                reading.join(truth, Truth.of(names.matches(decoded))),
                Truth.of(names.matches(resolved(separated))));
    }

    static String resolved(String uri) {
        int colon = uri.indexOf(':');
        if (colon < 1) {
            return uri;
        }
        String scheme = uri.substring(0, colon + 1).toLowerCase(Locale.ROOT);
        String rest = uri.substring(colon + 1);
        if (scheme.equals(FILE)) {
            return FILE + "//" + withoutDots(path(rest));
        }
        if (!rest.startsWith("//")) {
            return scheme + rest;
        }
        int slash = rest.indexOf('/', 2);
        return slash < 0
                ? scheme + rest.toLowerCase(Locale.ROOT)
                : scheme
                        + rest.substring(0, slash).toLowerCase(Locale.ROOT)
                        + withoutDots(rest.substring(slash));
    }

    private static String path(String rest) {
        if (rest.regionMatches(true, 0, LOCAL, 0, LOCAL.length())) {
            return rest.substring(LOCAL.length() - 1);
        }
        return rest.startsWith("//") ? rest.substring(2) : rest;
    }

    private static String withoutDots(String path) {
        List<String> kept = new ArrayList<>();
        for (String segment : path.split("/", -1)) {
            if (segment.equals("..")) {
                if (kept.size() > 1) {
                    kept.removeLast();
                }
            } else if (!segment.equals(".")) {
                kept.add(segment);
            }
        }
        return String.join("/", kept);
    }
}
