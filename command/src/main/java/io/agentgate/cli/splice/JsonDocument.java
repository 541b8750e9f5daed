package io.agentgate.cli.splice;

import java.util.List;

/**
 * A JSON text as it was read.
 *
 * @param comments where its comments stand
 */
public record JsonDocument(SourceText source, JsonNode root, List<Comment> comments) {
    public JsonDocument {
        comments = List.copyOf(comments);
    }

    /**
     * A comment.
     *
     * @param end offset behind it; a line's end is no part of it
     */
    public record Comment(int start, int end) {}

    /** Whether a comment stands in a stretch of the text. */
    public boolean hasComments(int start, int end) {
        return comments.stream().anyMatch(c -> c.start() >= start && c.end() <= end);
    }

    /** Where the line is at its end for what may follow a value: behind blanks and comments. */
    int endOfLine(int offset) {
        String text = source.text();
        int end = offset;
        int at = offset;
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
            int here = at;
            for (Comment comment : comments) {
                if (comment.start() == here) {
                    at = comment.end();
                    end = at;
                }
            }
        }
        return end;
    }
}
