package io.agentgate.cli.splice;

import java.util.Comparator;
import java.util.List;

/**
 * A stretch of a text and what stands there instead; empty stretches are insertions.
 *
 * @param start offset of the first character replaced
 * @param end offset behind the last
 */
public record Splice(int start, int end, String text) {
    public Splice {
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("no stretch: " + start + " to " + end);
        }
    }

    /** An insertion. */
    public static Splice at(int offset, String text) {
        return new Splice(offset, offset, text);
    }

    /** In the order of the text. */
    static List<Splice> sorted(List<Splice> splices) {
        List<Splice> sorted =
                splices.stream().sorted(Comparator.comparingInt(Splice::start)).toList();
        int end = 0;
        for (Splice splice : sorted) {
            if (splice.start < end) {
                throw new IllegalArgumentException("splices overlap at " + splice.start);
            }
            end = splice.end;
        }
        return sorted;
    }

    /** The text with all splices done. */
    public static String apply(String text, List<Splice> splices) {
        StringBuilder spliced = new StringBuilder(text.length() + 256);
        int at = 0;
        for (Splice splice : sorted(splices)) {
            spliced.append(text, at, splice.start).append(splice.text);
            at = splice.end;
        }
        return spliced.append(text, at, text.length()).toString();
    }
}
