package io.agentgate.cli.terminal;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The valid word a mistaken one was probably meant to be. */
public final class Nearest {
    private Nearest() {}

    /** A question to append to a message, or the list of what is valid. */
    public static String advice(String word, List<String> valid) {
        String nearest = of(word, valid);
        return nearest != null
                ? "; did you mean `" + nearest + "`?"
                : "; valid here: " + String.join(", ", valid);
    }

    /** The nearest of these words; null if none is near. */
    public static @Nullable String of(String word, List<String> valid) {
        String nearest = null;
        int least = Math.max(2, word.length() / 3) + 1;
        for (String candidate : valid) {
            int distance = distance(word, candidate);
            if (distance < least) {
                least = distance;
                nearest = candidate;
            }
        }
        return nearest;
    }

    /** Levenshtein's distance. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
