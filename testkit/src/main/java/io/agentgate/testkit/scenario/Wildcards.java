package io.agentgate.testkit.scenario;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Expected text in which {@code <any>} stands for text without quotes. */
final class Wildcards {
    private static final String ANY = "<any>";

    private Wildcards() {}

    static boolean match(String expected, String actual) {
        if (!expected.contains(ANY)) {
            return expected.equals(actual);
        }
        String regex =
                Arrays.stream(expected.split(ANY, -1))
                        .map(Pattern::quote)
                        .collect(Collectors.joining("[^\"]*"));
        return Pattern.matches(regex, actual);
    }

    /** The actual texts, with the expected one wherever it matches: what is left is the matter. */
    static List<String> fill(List<String> expected, List<String> actual) {
        List<String> filled = new ArrayList<>(actual);
        for (int at = 0; at < Math.min(expected.size(), actual.size()); at++) {
            if (match(expected.get(at), actual.get(at))) {
                filled.set(at, expected.get(at));
            }
        }
        return filled;
    }
}
