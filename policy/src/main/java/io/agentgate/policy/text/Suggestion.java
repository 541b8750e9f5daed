package io.agentgate.policy.text;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** The end of an error message about a word that is not known: the nearest one, or all of them. */
final class Suggestion {
    private Suggestion() {}

    static String of(String word, Collection<String> valid) {
        String nearest = "";
        int best = Math.max(1, word.length() / 3) + 1;
        for (String candidate : valid) {
            int distance = distance(word, candidate);
            if (distance < best) {
                best = distance;
                nearest = candidate;
            }
        }
        return nearest.isEmpty()
                ? "; valid here: " + listed(List.copyOf(valid))
                : "; did you mean `" + nearest + "`?";
    }

    private static String listed(List<String> words) {
        return words.stream().map(word -> "`" + word + "`").collect(Collectors.joining(", "));
    }

    /** How many characters must be added, removed, replaced or swapped with their neighbour. */
    private static int distance(String one, String other) {
        if (Math.abs(one.length() - other.length()) > 4) {
            return Integer.MAX_VALUE;
        }
        int[][] d = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int cost = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
                d[i][j] =
                        Math.min(
                                Math.min(d[i - 1][j] + 1, d[i][j - 1] + 1), d[i - 1][j - 1] + cost);
                if (i > 1
                        && j > 1
                        && one.charAt(i - 1) == other.charAt(j - 2)
                        && one.charAt(i - 2) == other.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[one.length()][other.length()];
    }
}
